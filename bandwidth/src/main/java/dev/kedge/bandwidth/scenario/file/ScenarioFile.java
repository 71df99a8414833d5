package dev.kedge.bandwidth.scenario.file;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.scenario.document.DocumentReader;
import dev.kedge.bandwidth.scenario.document.Place;

/**
 * Scenarios as YAML text; docs/bandwidth-scenario.md describes the language.
 *
 * <p>What {@link #write} gives, {@link #read} turns into an equal scenario.
 */
public final class ScenarioFile {
  private ScenarioFile() {}

  /**
   * Reads a scenario.
   *
   * @param source the name to use in errors, and for the scenario where it has none
   * @param text the YAML
   * @throws BandwidthException naming line and column of what is wrong, and what was expected
   */
  public static Scenario read(String source, String text) {
    return new ScenarioReader().scenario(DocumentReader.yaml(source, text), source);
  }

  /**
   * Reads a {@code cpu.max} line such as {@code 20000 100000} or {@code max}.
   *
   * @param source the name to use in errors
   */
  public static CpuLimit readLimit(String source, String line) {
    Words words = new Words(new Place(source, 1, 1), line);
    CpuLimit limit = GroupReader.limit(words, 0);
    words.end();
    return limit;
  }

  /** Writes a scenario, leaving out what equals a default. */
  public static String write(Scenario scenario) {
    return new ScenarioWriter().write(scenario);
  }
}
