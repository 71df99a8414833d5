package dev.kedge.bench;

import dev.kedge.agent.Profiler;
import dev.kedge.agent.ProfilerOptions;
import dev.kedge.linux.HostIdentityReader;
import dev.kedge.profile.Frame;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.WeightedStack;
import dev.kedge.profile.WindowMerger;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * How many stacks of programs in managed languages reach the start of their thread, and how many of
 * their frames have names: {@code bench/runtime-stacks [seconds [frequency]]}. The programs run
 * without flags unless the row says so; what is not installed has no row.
 */
public final class RuntimeStacks {
  /** Windows until tables are made and runtimes have been looked at. */
  private static final int WARM_UP = 4;

  /** Frames without names that are told for a program, by their samples. */
  private static final int MAX_MISSING = 5;

  private static final List<String> LOADS =
      List.of("RuntimeLoad.java", "runtime-load.js", "runtime-service.js", "runtime-load.py");

  /** Frames of interpreters that stay where the function they run is not known. */
  private static final Set<String> INTERPRETERS =
      Set.of("_PyEval_EvalFrameDefault", "Builtins_InterpreterEntryTrampoline");

  private final Path scratch;
  private final int seconds;
  private final int frequency;

  private RuntimeStacks(Path scratch, int seconds, int frequency) {
    this.scratch = scratch;
    this.seconds = seconds;
    this.frequency = frequency;
  }

  /**
   * Runs the benchmark and prints a Markdown table.
   *
   * @param args seconds per program, frequency, then for each program a title and its command,
   *     separated by an equals sign; {@code %} stands for the directory of the loads
   */
  public static void main(String[] args) throws Exception {
    Path scratch = Files.createTempDirectory("kedge-bench");
    for (String load : LOADS) {
      try (InputStream in = Objects.requireNonNull(RuntimeStacks.class.getResourceAsStream(load))) {
        Files.copy(in, scratch.resolve(load));
      }
    }
    Map<String, List<String>> programs = new LinkedHashMap<>();
    for (String argument : List.of(args).subList(2, args.length)) {
      String[] parts = argument.split("=", 2);
      programs.put(parts[0], List.of(parts[1].replace("%", scratch.toString()).split(" ")));
    }
    RuntimeStacks bench =
        new RuntimeStacks(scratch, Integer.parseInt(args[0]), Integer.parseInt(args[1]));
    System.out.println("| program | user samples | complete | all frames named |");
    System.out.println("|---|---|---|---|");
    for (Map.Entry<String, List<String>> program : programs.entrySet()) {
      System.err.println(program.getKey());
      bench.row(System.out, program.getKey(), program.getValue());
    }
  }

  private void row(PrintStream out, String title, List<String> command)
      throws IOException, InterruptedException {
    List<ProfileWindow> windows = Collections.synchronizedList(new ArrayList<>());
    Process load =
        new ProcessBuilder(command)
            .directory(scratch.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      Profiler profiler =
          Profiler.start(
              new HostIdentityReader(Path.of("/proc"), Path.of("/sys")).read(),
              ProfilerOptions.of(frequency, Duration.ofSeconds(2), scratch.resolve("tables")),
              windows::add,
              InstantSource.system());
      try (profiler) {
        Thread.sleep(Duration.ofSeconds(seconds));
      }
    } finally {
      load.destroy();
    }
    WindowMerger merger = new WindowMerger();
    List<ProfileWindow> warm = windows.subList(Math.min(WARM_UP, windows.size()), windows.size());
    // Stacks are defined in the window that shows them first: the early ones count with nothing.
    windows.stream().limit(WARM_UP).map(RuntimeStacks::definitions).forEach(merger::add);
    warm.forEach(merger::add);
    long samples = 0;
    long complete = 0;
    long named = 0;
    Map<String, Long> missing = new TreeMap<>();
    for (WeightedStack stack : merger.merge().stacks()) {
      if (stack.pid() == load.pid()) {
        samples += stack.count();
        complete += unknown(stack.frames().getLast()) ? 0 : stack.count();
        named += stack.frames().stream().anyMatch(RuntimeStacks::nameless) ? 0 : stack.count();
        stack.frames().stream()
            .filter(RuntimeStacks::nameless)
            .map(NamedFrame::displayName)
            .distinct()
            .forEach(name -> missing.merge(name, stack.count(), Long::sum));
      }
    }
    out.printf(
        Locale.ROOT,
        "| %s | %d | %.1f %% | %.1f %% |%n",
        title,
        samples,
        100.0 * complete / Math.max(1, samples),
        100.0 * named / Math.max(1, samples));
    missing.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(MAX_MISSING)
        .forEach(frame -> System.err.printf("%8d  %s%n", frame.getValue(), frame.getKey()));
  }

  private static ProfileWindow definitions(ProfileWindow window) {
    return new ProfileWindow(
        window.host(),
        window.boot(),
        window.sequence(),
        window.range(),
        window.kind(),
        window.period(),
        List.of(),
        window.newStacks(),
        window.newFrames(),
        0);
  }

  private static boolean unknown(NamedFrame frame) {
    return frame.frame() instanceof Frame.Unknown;
  }

  /** Also where only the interpreter is known, and not the function it runs. */
  private static boolean nameless(NamedFrame frame) {
    return unknown(frame)
        || frame.function().isEmpty()
        || frame.function().filter(INTERPRETERS::contains).isPresent();
  }
}
