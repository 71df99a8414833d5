package dev.kedge.report.line;

import java.util.BitSet;

/** The lines of a log or of a stream's buffer, by index from 0. */
public interface LineSource {
  /** How many lines there are now. */
  int size();

  /** The line at an index, its prefix taken off. */
  LogLine line(int index);

  /** The header templates the line may match, before it is decoded. */
  BitSet candidates(int index);

  /** The first line at or after {@code from} that may match any, or {@link #size()}. */
  int nextCandidate(int from);
}
