package dev.kedge.report;

import dev.kedge.model.KernelRelease;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One report of the kernel about itself: a panic, an oops, a warning, a hung task, a stall.
 *
 * @param title short name in the conventions of the public syzkaller corpus; the same bug has the
 *     same title on every host
 * @param alternativeTitles further names; two reports whose titles or alternative titles share one
 *     are the same issue
 * @param type class of the report, derived from the title alone
 * @param frame function named by the title, empty where the title names none
 * @param corrupted the text is cut, interleaved or has no usable stack
 * @param suppressed the log shows a cause that makes the report uninteresting (the test program was
 *     killed for want of memory)
 * @param panicked the log says {@code Kernel panic - not syncing} anywhere
 * @param executor present in logs of syzkaller machines
 * @param startLine first line of the region, counted from 1
 * @param endLine last line of the region, inclusive
 * @param uptime kernel time stamp of the header line
 * @param kernel release named in the region
 * @param task name of the task the kernel names ({@code Comm:}, or the hung task)
 * @param pid process id of that task
 * @param cpu CPU the kernel names
 * @param blameLine line of {@code text}, counted from 0, that holds {@code frame}
 * @param text the region as it stood in the log; written by others, so never trust it
 */
public record KernelReport(
    String title,
    List<String> alternativeTitles,
    ReportType type,
    Optional<String> frame,
    boolean corrupted,
    boolean suppressed,
    boolean panicked,
    Optional<Executor> executor,
    int startLine,
    int endLine,
    Optional<Duration> uptime,
    Optional<KernelRelease> kernel,
    Optional<String> task,
    Optional<Integer> pid,
    Optional<Integer> cpu,
    Optional<Integer> blameLine,
    String text) {
  public KernelReport {
    alternativeTitles = List.copyOf(alternativeTitles);
  }

  /** The same report with another text. */
  KernelReport withText(String other) {
    return copy(startLine, endLine, other);
  }

  /** The same report at other lines. */
  KernelReport withLines(int start, int end) {
    return copy(start, end, text);
  }

  private KernelReport copy(int start, int end, String otherText) {
    return new KernelReport(
        title,
        alternativeTitles,
        type,
        frame,
        corrupted,
        suppressed,
        panicked,
        executor,
        start,
        end,
        uptime,
        kernel,
        task,
        pid,
        cpu,
        blameLine,
        otherText);
  }
}
