package dev.kedge.profile.perfscript;

import dev.kedge.profile.SampleKind;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The line a sample begins with.
 *
 * @param command name of the thread
 * @param pid process; the thread where perf was not asked for processes
 * @param tid thread
 * @param cpu 0 where not printed
 * @param at nanoseconds on perf's clock
 * @param period what the sample counts, 0 where not printed
 * @param event without modifiers
 * @param rest behind the event: the frame of a sample without call chain, or a tracepoint's fields
 */
record PerfSampleLine(
    String command, int pid, int tid, int cpu, long at, long period, String event, String rest) {
  // All that varies in length is bounded, so that no line makes the matcher try for long.
  private static final Pattern FORM =
      Pattern.compile(
          "\\s{0,32}+(\\S.{0,63}?)\\s{1,32}+(-?\\d{1,9})(?:/(-?\\d{1,9})\\s{0,32}+)?"
              + "\\s{0,32}+(?:\\[(\\d{1,5})\\]\\s{1,8}+)?(?:[-.#a-zA-Z0-9]{4,5}\\s{1,8}+)?"
              + "(\\d{1,9})\\.(\\d{6}|\\d{9}):\\s{1,32}+(?:(\\d{1,18})\\s{1,32}+)?"
              + "([^\\s\\d]\\S{0,200}):(?:\\s(.*))?");

  private static final int MATCHED = 1000;

  static Optional<PerfSampleLine> of(String line) {
    Matcher matcher = FORM.matcher(line.length() > MATCHED ? line.substring(0, MATCHED) : line);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int pid = Integer.parseInt(matcher.group(2));
    int tid = matcher.group(3) == null ? pid : Integer.parseInt(matcher.group(3));
    String fraction = matcher.group(6);
    long nanos = Long.parseLong(fraction) * (fraction.length() == 6 ? 1000 : 1);
    return Optional.of(
        new PerfSampleLine(
            matcher.group(1),
            Math.max(0, pid),
            Math.max(0, tid),
            (int) number(matcher.group(4)),
            Long.parseLong(matcher.group(5)) * 1_000_000_000L + nanos,
            number(matcher.group(7)),
            event(matcher.group(8)),
            Optional.ofNullable(matcher.group(9)).orElse("").strip()));
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  /** The event without modifiers ({@code :pppH}) and without its PMU ({@code cpu_core/cycles/}). */
  private static String event(String text) {
    String event = text.endsWith(":") ? text.substring(0, text.length() - 1) : text;
    int slash = event.indexOf('/');
    if (slash >= 0) {
      int end = event.indexOf('/', slash + 1);
      event = event.substring(slash + 1, end < 0 ? event.length() : end);
    }
    boolean tracepoint = event.startsWith("sched:");
    int colon = event.indexOf(':', tracepoint ? "sched:".length() : 0);
    return (colon < 0 ? event : event.substring(0, colon)).toLowerCase(Locale.ROOT);
  }

  /** Kind of the event, empty for one that Kedge has no kind for. */
  Optional<SampleKind> kind() {
    return switch (event) {
      case "cpu-clock", "task-clock", "cycles", "cpu-cycles" -> Optional.of(SampleKind.CPU);
      case "page-faults", "faults", "minor-faults", "major-faults" ->
          Optional.of(SampleKind.PAGE_FAULTS);
      case "context-switches", "cs", "sched:sched_switch" ->
          Optional.of(SampleKind.CONTEXT_SWITCHES);
      default -> Optional.empty();
    };
  }

  /** What stands between two samples, in the unit of the kind; 0 where the file does not tell. */
  long knownPeriod() {
    return event.endsWith("cycles") ? 0 : period;
  }
}
