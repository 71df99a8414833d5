package dev.kedge.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kedge.linux.HostIdentityReader;
import dev.kedge.model.HostIdentity;
import dev.kedge.profile.Frame;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.Profile;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampleCount;
import dev.kedge.profile.StackIds;
import dev.kedge.profile.UnknownReason;
import dev.kedge.profile.WeightedStack;
import dev.kedge.profile.WindowMerger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * One run of a program that burns CPU time along a known tree and tells at its end, on SIGTERM,
 * where it went: what the profiler saw and what the program told.
 *
 * @param pid the program
 * @param windows what the profiler handed out
 * @param told work done for each path, callers first
 * @param perf samples for each path by {@code perf}, empty where it was not asked
 */
record TreeRun(
    int pid, List<ProfileWindow> windows, Map<String, Long> told, Map<String, Long> perf) {
  /** Shares of about 200 to 700 samples, with three standard deviations of room and more. */
  private static final double TOLERANCE = 0.12;

  /** Tables are made and runtimes are looked at in the first windows: these at least. */
  private static final int WARM_UP = 6;

  private static final Set<Long> UNKNOWN =
      Arrays.stream(UnknownReason.values())
          .map(reason -> StackIds.frame(new Frame.Unknown(reason)))
          .collect(Collectors.toSet());

  /** Incomplete stacks there may be, in hundredths of all. */
  private static final int FEW = 3;

  /** Samples after the warm-up that are waited for, and with fewer than which nothing is said. */
  private static final long WANTED_SAMPLES = 800;

  private static final long FEWEST_SAMPLES = 200;

  /** Of native stacks, as the best profilers have it. */
  private static final double ASKED_COMPLETE = 0.97;

  /**
   * Tenths of a second waited for samples: a machine many times overloaded gives a few a second.
   */
  private static final int LONGEST_WAIT = 1_200;

  /** Runs a program under the profiler until it was sampled often enough. */
  static TreeRun of(Path directory, boolean askPerf, String... command) throws Exception {
    HostIdentity identity = new HostIdentityReader(Path.of("/proc"), Path.of("/sys")).read();
    List<ProfileWindow> windows = Collections.synchronizedList(new ArrayList<>());
    Path output = directory.resolve("told");
    Process burner =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(output.toFile())
            .start();
    int pid = Math.toIntExact(burner.pid());
    Profiler profiler =
        Profiler.start(
            identity,
            ProfilerOptions.of(299, Duration.ofSeconds(1), directory.resolve("tables")),
            windows::add,
            InstantSource.system());
    Map<String, Long> perf = Map.of();
    try {
      assumeTrue(profiler.canSample(), () -> "may not sample here: " + profiler.limitations());
      awaitSamples(windows, pid);
      perf = askPerf ? PerfScript.paths(directory, pid) : Map.of();
    } finally {
      profiler.close();
      burner.destroy();
    }
    return new TreeRun(pid, List.copyOf(windows), told(burner, output), perf);
  }

  /** The machine may be busy with other things: waits for samples, not for time. */
  private static void awaitSamples(List<ProfileWindow> windows, int pid)
      throws InterruptedException {
    for (int i = 0; i < LONGEST_WAIT; i++) {
      Thread.sleep(100);
      long seen;
      synchronized (windows) {
        OptionalInt start = warmUp(windows, pid);
        seen =
            windows.stream()
                .skip(start.orElse(windows.size()))
                .mapToLong(window -> count(window, sample -> sample.pid() == pid))
                .sum();
      }
      if (seen > WANTED_SAMPLES) {
        return;
      }
    }
  }

  /**
   * How many windows there are up to the first late one with few incomplete stacks, from which on
   * there have to be few: empty as long as there is none. On a busy machine tables take long.
   */
  private static OptionalInt warmUp(List<ProfileWindow> windows, int pid) {
    Set<Long> incomplete = new HashSet<>();
    int number = 0;
    for (ProfileWindow window : windows) {
      number++;
      window.newStacks().stream()
          .filter(stack -> UNKNOWN.contains(stack.frameIds().getLast()))
          .forEach(stack -> incomplete.add(stack.id()));
      long own = count(window, sample -> sample.pid() == pid);
      long cut =
          count(window, sample -> sample.pid() == pid && incomplete.contains(sample.stackId()));
      if (number >= WARM_UP && own > 0 && 100 * cut <= FEW * own) {
        return OptionalInt.of(number);
      }
    }
    return OptionalInt.empty();
  }

  private static long count(ProfileWindow window, Predicate<SampleCount> which) {
    return window.samples().stream().filter(which).mapToLong(SampleCount::count).sum();
  }

  private static Map<String, Long> told(Process burner, Path output)
      throws IOException, InterruptedException {
    assertThat(burner.waitFor()).isZero();
    Map<String, Long> told = new TreeMap<>();
    for (String line : Files.readAllLines(output)) {
      int space = line.lastIndexOf(' ');
      if (line.startsWith("main;")) {
        told.put(line.substring(0, space), Long.parseLong(line.substring(space + 1)));
      }
    }
    return told;
  }

  private List<WeightedStack> stacks() {
    WindowMerger merger = new WindowMerger();
    windows.forEach(merger::add);
    WindowMerger early = new WindowMerger();
    windows.stream().limit(warmUp(windows, pid).orElse(WARM_UP)).forEach(early::add);
    Profile before = early.merge();
    List<WeightedStack> late = new ArrayList<>();
    for (WeightedStack stack : merger.merge().stacks()) {
      if (stack.pid() == pid) {
        long earlier =
            before.stacks().stream()
                .filter(other -> other.pid() == pid && other.frames().equals(stack.frames()))
                .mapToLong(WeightedStack::count)
                .sum();
        late.add(
            new WeightedStack(
                stack.command(), stack.pid(), stack.frames(), stack.count() - earlier));
      }
    }
    return late;
  }

  void assertSharesAreThoseTold() {
    Map<String, Long> seen = seen();
    long seenTotal = seen.values().stream().mapToLong(Long::longValue).sum();
    long toldTotal = told.values().stream().mapToLong(Long::longValue).sum();
    long total = requireSamples(stacks());
    assertThat(seenTotal / (double) total).as("share of samples at the leaf").isGreaterThan(0.5);
    long onKnownPaths = told.keySet().stream().mapToLong(path -> seen.getOrDefault(path, 0L)).sum();
    assertThat(onKnownPaths / (double) seenTotal)
        .as("share of samples on the paths there are: %s", seen)
        .isGreaterThan(0.97);
    told.forEach((path, units) ->
        assertThat(seen.getOrDefault(path, 0L) / (double) seenTotal)
            .as(path)
            .isBetween(
                units / (double) toldTotal - TOLERANCE, units / (double) toldTotal + TOLERANCE));
  }

  private static long requireSamples(List<WeightedStack> stacks) {
    long total = stacks.stream().mapToLong(WeightedStack::count).sum();
    assumeTrue(
        total > FEWEST_SAMPLES,
        () -> "the machine is too busy: %d samples of the program, not judged".formatted(total));
    return total;
  }

  void assertNearlyAllComplete() {
    List<WeightedStack> all = stacks();
    long total = requireSamples(all);
    long complete =
        all.stream()
            .filter(stack -> !stack.frames().getLast().displayName().startsWith("["))
            .mapToLong(WeightedStack::count)
            .sum();
    // Some hundred samples tell a share to a point or two: three standard errors are allowed for.
    double error = Math.sqrt(ASKED_COMPLETE * (1 - ASKED_COMPLETE) / total);
    assertThat(complete / (double) total)
        .as("complete: %s", all)
        .isGreaterThan(ASKED_COMPLETE - 3 * error);
  }

  /** Where {@code perf} was asked, it must have seen the same. */
  void assertPerfSawTheSame() {
    Map<String, Long> seen = seen();
    double seenTotal = seen.values().stream().mapToLong(Long::longValue).sum();
    double perfTotal = perf.values().stream().mapToLong(Long::longValue).sum();
    if (perfTotal < 100) {
      System.err.println("perf is not here or saw nothing: not compared with it");
      return;
    }
    perf.forEach((path, count) ->
        assertThat(seen.getOrDefault(path, 0L) / seenTotal)
            .as("%s, as perf script has it", path)
            .isBetween(count / perfTotal - TOLERANCE, count / perfTotal + TOLERANCE));
  }

  private Map<String, Long> seen() {
    Map<String, Long> seen = new TreeMap<>();
    for (WeightedStack stack : stacks()) {
      String path = path(stack.frames().reversed().stream().map(NamedFrame::displayName).toList());
      if (path.endsWith("leaf_burn")) {
        seen.merge(path, stack.count(), Long::sum);
      }
    }
    return seen;
  }

  /** The program's own functions of names, callers first; those of libraries are left out. */
  static String path(List<String> names) {
    return names.stream()
        .map(TreeRun::plain)
        .filter(name -> name.equals("main") || name.endsWith("_burn"))
        .collect(Collectors.joining(";"))
        // Rust's main is called by C's.
        .replaceFirst("^main;main", "main");
  }

  /** A name without its class, module, arguments and what compilers and V8 add. */
  private static String plain(String name) {
    return name.replaceFirst("^JS:[*~^+]*|^<.*>::", "")
        .replaceFirst("[ (@].*|\\.constprop.*|\\.isra.*|\\.part.*", "")
        .replaceFirst(".*(::|\\.)", "");
  }
}
