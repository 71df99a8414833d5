package dev.kedge.report;

import java.util.List;

/**
 * The frame a report blames.
 *
 * @param frame as it stands in the report
 * @param names the names it goes by, as printed first, the one for the title last
 */
record Blame(StackFrame frame, List<String> names) {
  Blame {
    names = List.copyOf(names);
  }

  String name() {
    return names.getLast();
  }
}
