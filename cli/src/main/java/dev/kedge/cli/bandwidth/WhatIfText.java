package dev.kedge.cli.bandwidth;

import dev.kedge.bandwidth.Band;
import dev.kedge.bandwidth.whatif.GroupAnswer;
import dev.kedge.bandwidth.whatif.HostAnswer;
import dev.kedge.bandwidth.whatif.KernelOutcome;
import dev.kedge.bandwidth.whatif.Level;
import dev.kedge.bandwidth.whatif.Option;
import dev.kedge.model.Printable;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** What-if answers for people: tables of bands. */
final class WhatIfText {
  private final PrintWriter out;
  private final String target;

  WhatIfText(PrintWriter out, String target) {
    this.out = out;
    this.target = target;
  }

  void host(HostAnswer answer) {
    line(
        "Linux %s, %d CPUs: %d groups, %d with a limit, %d throttled by their own, %d near it",
        Printable.of(answer.kernel(), 80),
        answer.cpus(),
        answer.groups(),
        answer.limited(),
        answer.throttled(),
        answer.near());
    for (GroupAnswer group : answer.details()) {
      out.println();
      head(group);
      options(group.options());
    }
    if (!answer.others().isEmpty()) {
      out.println();
      line("Not simulated (--top for more, --group for one):");
      answer.others().stream().limit(50).forEach(this::level);
    }
    out.println();
    notes(answer.notes());
  }

  void group(GroupAnswer answer, String kernel) {
    head(answer);
    out.println();
    line("Load: %s", answer.confidence().name().toLowerCase(Locale.ROOT) + " confidence");
    answer.load().measured().forEach(text -> line("  measured  %s", text));
    answer.load().assumed().forEach(text -> line("  assumed   %s", text));
    answer.loads().forEach(text -> line("  simulated %s", text));
    out.println();
    line("Settings (5 / 50 / 95 %% of the runs):");
    options(answer.options());
    out.println();
    line("Kernels, with today's limit (host: %s):", Printable.of(kernel, 80));
    answer.kernels().forEach(this::kernel);
    out.println();
    notes(answer.notes());
    line("%d simulated runs", answer.runs());
  }

  private void head(GroupAnswer answer) {
    line("%s  cpu.max %s", Printable.of(answer.path(), 300), answer.limit());
    line("  %s: %s", answer.alert().verdict(), answer.alert().reason());
    answer.levels().forEach(this::level);
  }

  private void level(Level level) {
    line(
        "  %s %-40s %-18s uses %6.3f CPUs, throttled in %s of its periods",
        level.closes() ? "->" : "  ",
        Printable.of(level.path(), 200),
        level.limit(),
        level.usage(),
        percent(level.throttledShare()));
  }

  private static String percent(OptionalDouble share) {
    return share.isPresent()
        ? String.format(Locale.ROOT, "%.1f %%", 100 * share.getAsDouble())
        : "unknown part";
  }

  private void options(List<Option> options) {
    line(
        "  %-22s %-24s %-7s %-20s %-22s %s",
        "setting", "cpu.max", "target", "throttled %", "p99 of activations ms", "longest pause ms");
    for (Option option : options) {
      line(
          "  %-22s %-24s %-7s %-20s %-22s %s",
          option.name(),
          option.setting(),
          option.meetsTarget() ? "met" : "missed",
          band(option.throttledShare().times(100), 1),
          band(option.p99Ms(), 2),
          band(option.longestPauseMs(), 1));
    }
    line("  target: %s", target);
  }

  private void kernel(KernelOutcome outcome) {
    line(
        "  %-16s throttled %% %-18s p99 ms %-20s stands still in the kernel ms %-18s",
        outcome.kernel() + " (" + outcome.mechanism() + ")",
        band(outcome.throttledShare().times(100), 1),
        band(outcome.p99Ms(), 2),
        band(outcome.longestKernelPauseMs(), 1));
    line(
        "  %-16s throttled_usec %s s/s, interrupts off in a refill %.0f to %.0f us",
        "",
        band(outcome.throttledCpus(), 2),
        outcome.unthrottle().lowUs(),
        outcome.unthrottle().highUs());
    outcome.remarks().forEach(text -> line("  %-16s - %s", "", text));
  }

  private void notes(List<String> notes) {
    notes.forEach(text -> line("note: %s", Printable.of(text, 400)));
  }

  private static String band(Band band, int digits) {
    String form = "%." + digits + "f";
    return String.format(
        Locale.ROOT, form + " / " + form + " / " + form, band.low(), band.median(), band.high());
  }

  @SuppressWarnings("AnnotateFormatMethod") // one caller, this class; no jar for one annotation
  private void line(String form, Object... values) {
    out.println(String.format(Locale.ROOT, form, values).stripTrailing());
  }
}
