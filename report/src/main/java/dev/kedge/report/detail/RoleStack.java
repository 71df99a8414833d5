package dev.kedge.report.detail;

import java.util.List;

/**
 * One stack of a report.
 *
 * @param role whose it is
 * @param title the line that announces it, empty when none does; written by others
 * @param line index of its first frame in the report's text, from 0
 * @param functions innermost first, as a programmer wrote them; entries the kernel doubts left out
 */
public record RoleStack(StackRole role, String title, int line, List<String> functions) {
  /** Copies the functions. */
  public RoleStack {
    functions = List.copyOf(functions);
  }
}
