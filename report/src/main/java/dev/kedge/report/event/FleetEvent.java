package dev.kedge.report.event;

import dev.kedge.report.rules.Severity;
import java.time.Duration;
import java.util.Optional;

/**
 * Something a log says about its machine that is no report of the kernel's own faults. The same
 * event of the same device in one log is one, however often it was said.
 *
 * @param kind key of its rule
 * @param area part of the machine: {@code memory}, {@code storage}, {@code gpu} ...
 * @param severity what it means for the host
 * @param title the same on every host; names no device
 * @param host machine the line names, empty when it names none
 * @param device as the driver calls it, empty when the line names none
 * @param startLine first line of the first time, from 1
 * @param endLine last line of the first time, inclusive
 * @param count how often it was said
 * @param first kernel time of the first time
 * @param last kernel time of the last time
 * @param text the lines of the first time; written by others, so never trust it
 */
public record FleetEvent(
    String kind,
    String area,
    Severity severity,
    String title,
    String host,
    Optional<String> device,
    int startLine,
    int endLine,
    int count,
    Optional<Duration> first,
    Optional<Duration> last,
    String text) {
  /** The same event at other lines. */
  public FleetEvent withLines(int start, int end) {
    return new FleetEvent(
        kind, area, severity, title, host, device, start, end, count, first, last, text);
  }

  /** The same event with another text. */
  public FleetEvent withText(String other) {
    return copy(count, last, other);
  }

  /** The same event told again, so many more times, the last at a kernel time. */
  public FleetEvent again(int times, Optional<Duration> time) {
    int sum = (int) Math.min(Integer.MAX_VALUE, (long) count + times);
    return copy(sum, time.or(this::last), text);
  }

  private FleetEvent copy(int times, Optional<Duration> latest, String otherText) {
    return new FleetEvent(
        kind, area, severity, title, host, device, startLine, endLine, times, first, latest,
        otherText);
  }
}
