package dev.kedge.report.score;

import java.util.Locale;

/** What is compared with the label. */
public enum Measure {
  /** A report was found where there is one. */
  DETECTED,
  /** Nothing was found where there is nothing. */
  SILENT,
  /** The title is the same. */
  TITLE,
  /** As TITLE, of reports that are whole. */
  INTACT_TITLE,
  /** Title or an alternative is shared, which is what grouping uses. */
  TITLES_MEET,
  /** The alternatives are the same. */
  ALTERNATIVES,
  /** The title up to " in " is the same. */
  KIND,
  /** The class is the same. */
  TYPE,
  /** Found to be whole or not, as labelled. */
  CORRUPTED,
  /** Found to be interesting or not, as labelled. */
  SUPPRESSED,
  /** A panic was seen or not, as labelled. */
  PANICKED,
  /** The executor is the same. */
  EXECUTOR,
  /** The function is the same, where one is labelled. */
  FRAME,
  /** The source file is the same, where one is labelled. */
  FILE,
  /** Of the pairs of logs put together, those that belong together. */
  PAIR_PRECISION,
  /** Of the pairs of logs that belong together, those put together. */
  PAIR_RECALL;

  /** The name used in tables and JSON. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
