package dev.kedge.verify.suite;

import dev.kedge.verify.guest.GuestProgram;
import dev.kedge.verify.result.CaseResult;
import dev.kedge.verify.result.KernelIdentity;
import dev.kedge.verify.result.Metric;
import dev.kedge.verify.result.Status;
import dev.kedge.verify.run.PlannedSuite;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A suite of a plan.
 *
 * @param name its name in the plan
 * @param words what the guest runs
 * @param limit how long it may take in the host's time; empty for the boot's usual limit
 * @param modules kernel modules it needs
 * @param needs what the kernel's configuration must have
 * @param panics whether it makes the kernel panic
 * @param expects titles of kernel reports it asks for
 * @param ktap whether what it prints is KTAP
 * @param figures numbers in what it prints
 */
record Suite(
    String name,
    List<String> words,
    Optional<Duration> limit,
    List<String> modules,
    List<ConfigNeed> needs,
    boolean panics,
    List<Pattern> expects,
    boolean ktap,
    List<Figure> figures) {
  /** What the guest's program puts before each line of a script. */
  private static final String SCRIPT_LINE = "> ";

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./=:,+@%-]+");

  Suite {
    words = List.copyOf(words);
    modules = List.copyOf(modules);
    needs = List.copyOf(needs);
    expects = List.copyOf(expects);
    figures = List.copyOf(figures);
  }

  /** The suite as a boot of a kernel runs it. */
  PlannedSuite on(KernelIdentity kernel) {
    return planned(needs.stream().flatMap(need -> need.lackedBy(kernel).stream()).findFirst());
  }

  /** The suite as a boot runs it, or why it does not. */
  PlannedSuite planned(Optional<String> skip) {
    return new PlannedSuite(name, command(), limit, modules, panics, expects, skip);
  }

  /** The line for the guest's shell. */
  String command() {
    return GuestProgram.NAME
        + " "
        + words.stream().map(Suite::quoted).collect(Collectors.joining(" "));
  }

  /** The cases that stand in what it printed besides its results. */
  List<CaseResult> read(List<String> text) {
    List<String> lines =
        text.stream()
            .filter(line -> line.startsWith(SCRIPT_LINE))
            .map(line -> line.substring(SCRIPT_LINE.length()))
            .toList();
    if (ktap) {
      return new KtapReader(name).read(lines);
    }
    List<Metric> metrics = figures.stream().flatMap(figure -> figure.in(lines).stream()).toList();
    if (figures.isEmpty() || lines.isEmpty()) {
      return List.of();
    }
    Status status = metrics.size() == figures.size() ? Status.DONE : Status.ERROR;
    String message =
        status == Status.DONE
            ? ""
            : figures.stream()
                .map(Figure::name)
                .filter(one -> metrics.stream().noneMatch(metric -> metric.name().equals(one)))
                .collect(Collectors.joining(", ", "not printed: ", ""));
    return List.of(new CaseResult(name, "figures", status, message, metrics));
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
