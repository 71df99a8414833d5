package dev.kedge.report.rules;

import java.util.List;
import java.util.Map;

/**
 * One kind of event, as {@code events.rules} describes it.
 *
 * @param name key of the rule
 * @param headers lines that say so
 * @param begins lines above a header that belong to it
 * @param unless phrases that make a line no header of this event
 * @param title with captures in braces
 * @param severity unless a code tells it better
 * @param area part of the machine
 * @param codes by the number the header captures, empty when the event has none
 */
public record EventRule(
    String name,
    List<LineTemplate> headers,
    List<LineTemplate> begins,
    List<String> unless,
    String title,
    Severity severity,
    String area,
    Map<String, Code> codes) {
  /**
   * What a number means.
   *
   * @param severity what it means for the host
   * @param meaning in words
   */
  public record Code(Severity severity, String meaning) {}
}
