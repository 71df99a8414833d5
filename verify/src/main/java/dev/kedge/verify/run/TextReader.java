package dev.kedge.verify.run;

import dev.kedge.verify.result.CaseResult;
import java.util.List;

/** Reads cases out of what a suite printed besides its results, for example KTAP. */
@FunctionalInterface
public interface TextReader {
  /** A reader that finds nothing. */
  TextReader NONE = (suite, text) -> List.of();

  /**
   * The cases in a suite's text.
   *
   * @param suite the suite's name
   * @param text its lines
   */
  List<CaseResult> read(String suite, List<String> text);
}
