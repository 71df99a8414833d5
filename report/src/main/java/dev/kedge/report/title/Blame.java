package dev.kedge.report.title;

import dev.kedge.report.trace.StackFrame;
import java.util.List;

/**
 * The frame a report blames.
 *
 * @param frame as it stands in the report
 * @param names the names it goes by, as printed first, the one for the title last
 */
public record Blame(StackFrame frame, List<String> names) {
  /** Copies the names. */
  public Blame {
    names = List.copyOf(names);
  }

  /** The name for the title. */
  public String name() {
    return names.getLast();
  }
}
