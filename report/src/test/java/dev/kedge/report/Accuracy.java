package dev.kedge.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/** Counts how far the parser's first report of each labelled log is what the label says. */
final class Accuracy {
  int logs;
  int titled;
  int exactTitle;
  int intact;
  int exactIntact;
  int meets;
  int alternatives;
  int kind;
  int type;
  int corrupted;
  int suppressed;
  int panicked;
  int executor;
  int framed;
  int frame;
  int silent;
  int staysSilent;
  int detected;
  final List<String> mismatches = new ArrayList<>();

  static List<LabelledLog> load(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(Files::isRegularFile)
          .sorted((a, b) -> Integer.compare(number(a), number(b)))
          .map(LabelledLog::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int number(Path file) {
    String name = file.getFileName().toString();
    return name.chars().allMatch(Character::isDigit) ? Integer.parseInt(name) : Integer.MAX_VALUE;
  }

  void add(LabelledLog expected, List<KernelReport> reports) {
    logs++;
    if (expected.silent()) {
      silent++;
      if (reports.isEmpty()) {
        staysSilent++;
      } else {
        mismatches.add(expected.name() + ": must stay silent, got " + reports.getFirst().title());
      }
      return;
    }
    titled++;
    if (reports.isEmpty()) {
      mismatches.add(expected.name() + ": nothing found, want " + expected.title());
      return;
    }
    detected++;
    compare(expected, reports.getFirst());
  }

  private void compare(LabelledLog expected, KernelReport report) {
    boolean exact = report.title().equals(expected.title());
    exactTitle += exact ? 1 : 0;
    intact += expected.corrupted() ? 0 : 1;
    exactIntact += exact && !expected.corrupted() ? 1 : 0;
    meets += expected.meets(report) ? 1 : 0;
    boolean alts = new HashSet<>(report.alternativeTitles()).equals(expected.alternatives());
    alternatives += alts ? 1 : 0;
    kind += kindOf(report.title()).equals(kindOf(expected.title())) ? 1 : 0;
    String wantedType = expected.type().isEmpty() ? "UNKNOWN" : expected.type();
    type += report.type().label().equals(wantedType) ? 1 : 0;
    corrupted += report.corrupted() == expected.corrupted() ? 1 : 0;
    suppressed += report.suppressed() == expected.suppressed() ? 1 : 0;
    panicked += report.panicked() == expected.panicked() ? 1 : 0;
    String ran =
        report.executor().map(e -> "proc=%d, id=%d".formatted(e.process(), e.program())).orElse("");
    executor += ran.equals(expected.executor()) ? 1 : 0;
    if (!expected.frame().isEmpty()) {
      framed++;
      frame += report.frame().orElse("").equals(expected.frame()) ? 1 : 0;
    }
    if (!exact) {
      mismatches.add(
          "%s:\n    want %s\n    got  %s"
              .formatted(expected.name(), expected.title(), report.title()));
    }
    if (exact && !alts) {
      mismatches.add(
          "%s: ALT want %s got %s"
              .formatted(expected.name(), expected.alternatives(), report.alternativeTitles()));
    }
    if (report.corrupted() != expected.corrupted()) {
      mismatches.add(
          "%s: CORRUPTED want %s (%s)"
              .formatted(expected.name(), expected.corrupted(), expected.title()));
    }
    if (!report.type().label().equals(wantedType) && exact) {
      mismatches.add(
          "%s: TYPE want %s got %s".formatted(expected.name(), wantedType, report.type()));
    }
    if (report.suppressed() != expected.suppressed() || report.panicked() != expected.panicked()) {
      mismatches.add(expected.name() + ": SUPPRESSED or PANICKED differs");
    }
    if (!ran.equals(expected.executor())) {
      mismatches.add(expected.name() + ": EXECUTOR want " + expected.executor() + " got " + ran);
    }
  }

  private static String kindOf(String title) {
    int in = title.indexOf(" in ");
    return in < 0 ? title : title.substring(0, in);
  }

  /** Share in percent. */
  static double share(int part, int whole) {
    return whole == 0 ? 100 : 100.0 * part / whole;
  }

  String table() {
    StringBuilder out = new StringBuilder("%d logs%n".formatted(logs));
    row(out, "exact title", exactTitle, titled);
    row(out, "exact title, intact reports", exactIntact, intact);
    row(out, "titles meet", meets, titled);
    row(out, "exact alternatives", alternatives, titled);
    row(out, "kind", kind, titled);
    row(out, "type", type, titled);
    row(out, "corrupted", corrupted, titled);
    row(out, "suppressed", suppressed, titled);
    row(out, "panicked", panicked, titled);
    row(out, "executor", executor, titled);
    row(out, "frame", frame, framed);
    row(out, "detected", detected, titled);
    row(out, "stays silent", staysSilent, silent);
    return out.toString();
  }

  private static void row(StringBuilder out, String name, int part, int whole) {
    out.append("  %-28s %6.2f %%  (%d of %d)%n".formatted(name, share(part, whole), part, whole));
  }

  /** Prints table and mismatches for the labelled logs of a directory. */
  public static void main(String[] args) {
    Accuracy accuracy = new Accuracy();
    ReportParser parser = new ReportParser();
    for (LabelledLog log : load(Path.of(args[0]))) {
      accuracy.add(log, parser.parse(log.log()));
    }
    accuracy.mismatches.forEach(System.out::println);
    System.out.print(accuracy.table());
  }
}
