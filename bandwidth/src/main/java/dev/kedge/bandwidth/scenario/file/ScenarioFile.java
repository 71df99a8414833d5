package dev.kedge.bandwidth.scenario.file;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.scenario.document.DocumentReader;

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

  /** Writes a scenario, leaving out what equals a default. */
  public static String write(Scenario scenario) {
    return new ScenarioWriter().write(scenario);
  }
}
