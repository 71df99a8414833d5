package dev.kedge.report.trace;

import java.util.List;

/**
 * One stack of a report.
 *
 * @param kind whose stack it is
 * @param line index of its first line in the evidence
 * @param marked true when a line like "Call Trace:" announced it, or it follows the header
 * @param panic true when it was printed by the panic that followed the report
 * @param frames innermost first, as printed
 */
public record Trace(Kind kind, int line, boolean marked, boolean panic, List<StackFrame> frames) {
  /** Whose stack a trace is. */
  public enum Kind {
    /** The context that failed, or another one shown as such. */
    CALL,
    /** Who allocated or freed the object. */
    OBJECT_HISTORY,
    /** Where an uninitialised value came from. */
    ORIGIN,
    /** Who allocated the page. */
    PAGE_ALLOCATION,
    /** Recorded by kmemleak. */
    LEAK,
    /**
     * Not the failing context's: how an earlier lock dependency came about, who disabled
     * preemption.
     */
    ASIDE
  }
}
