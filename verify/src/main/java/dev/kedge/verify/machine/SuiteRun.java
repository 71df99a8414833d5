package dev.kedge.verify.machine;

import dev.kedge.verify.result.CaseResult;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a suite did in one boot.
 *
 * @param name the suite's name
 * @param started whether its program was started
 * @param results its cases, in order
 * @param text what it printed besides, at most {@value #MAX_TEXT} lines
 * @param code its exit code; empty when the machine ended before the program did
 * @param wall how long it ran, in the host's time
 */
public record SuiteRun(
    String name,
    boolean started,
    List<CaseResult> results,
    List<String> text,
    OptionalInt code,
    Duration wall) {
  /** How many lines of a suite's own text are kept. */
  public static final int MAX_TEXT = 20_000;

  /** Copies the lists. */
  public SuiteRun {
    results = List.copyOf(results);
    text = List.copyOf(text);
  }
}
