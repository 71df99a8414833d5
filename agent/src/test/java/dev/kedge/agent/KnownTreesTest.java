package dev.kedge.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kedge.linux.HostIdentityReader;
import dev.kedge.model.HostIdentity;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.Profile;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.WeightedStack;
import dev.kedge.profile.WindowMerger;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs without frame pointers that burn CPU time along a known tree and tell at their end where
 * it went: the profile must have the same paths in the same shares, down to main.
 */
class KnownTreesTest {
  /** Shares of about 200 to 700 samples, with three standard deviations of room and more. */
  private static final double TOLERANCE = 0.12;

  @TempDir Path directory;

  @Test
  void callsSignalsAndRealignedStacks() throws Exception {
    Run run = run("burner.c", "gcc", "-O2", "-fomit-frame-pointer");
    run.assertSharesAreThoseTold();
    run.assertNearlyAllComplete();
  }

  @Test
  void staticProgram() throws Exception {
    Run run = run("burner.c", "gcc", "-O2", "-fomit-frame-pointer", "-static");
    run.assertSharesAreThoseTold();
    run.assertNearlyAllComplete();
  }

  @Test
  void strippedProgramAtAFixedAddress() throws Exception {
    Run run = run("burner.c", "gcc", "-O2", "-fomit-frame-pointer", "-s", "-no-pie");
    run.assertNearlyAllComplete();
  }

  @Test
  void exceptions() throws Exception {
    Run run = run("thrower.cc", "g++", "-O2", "-fomit-frame-pointer");
    run.assertSharesAreThoseTold();
    run.assertNearlyAllComplete();
  }

  private Run run(String source, String... compiler) throws Exception {
    Path program = compile(source, compiler);
    HostIdentity identity = new HostIdentityReader(Path.of("/proc"), Path.of("/sys")).read();
    List<ProfileWindow> windows = Collections.synchronizedList(new ArrayList<>());
    Path output = directory.resolve("told");
    Process burner = new ProcessBuilder(program.toString()).redirectOutput(output.toFile()).start();
    Profiler profiler =
        Profiler.start(
            identity,
            ProfilerOptions.of(299, Duration.ofSeconds(1), directory.resolve("tables")),
            windows::add,
            InstantSource.system());
    try {
      assumeTrue(profiler.canSample(), () -> "may not sample here: " + profiler.limitations());
      awaitSamples(windows, Math.toIntExact(burner.pid()));
    } finally {
      profiler.close();
      burner.destroy();
    }
    return new Run(Math.toIntExact(burner.pid()), List.copyOf(windows), told(burner, output));
  }

  /** The machine may be busy with other things: waits for samples, not for time. */
  private static void awaitSamples(List<ProfileWindow> windows, int pid)
      throws InterruptedException {
    for (int i = 0; i < 600; i++) {
      Thread.sleep(100);
      long seen;
      synchronized (windows) {
        seen =
            windows.stream()
                .skip(Run.WARM_UP)
                .flatMap(window -> window.samples().stream())
                .filter(sample -> sample.pid() == pid)
                .mapToLong(sample -> sample.count())
                .sum();
      }
      if (seen > 800) {
        return;
      }
    }
  }

  private Path compile(String source, String... compiler) throws Exception {
    Path code = directory.resolve(source);
    try (InputStream in =
        Objects.requireNonNull(KnownTreesTest.class.getResourceAsStream(source))) {
      Files.copy(in, code);
    }
    Path program = directory.resolve("kedge_tree");
    List<String> command = new ArrayList<>(Arrays.asList(compiler));
    command.addAll(
        List.of("-fno-optimize-sibling-calls", "-o", program.toString(), code.toString()));
    try {
      assumeTrue(
          new ProcessBuilder(command).inheritIO().start().waitFor() == 0,
          () -> "cannot build: " + command);
    } catch (IOException e) {
      assumeTrue(false, "no " + compiler[0] + " here");
    }
    return program;
  }

  private static Map<String, Long> told(Process burner, Path output) throws Exception {
    assertThat(burner.waitFor()).isZero();
    Map<String, Long> told = new TreeMap<>();
    for (String line : Files.readAllLines(output)) {
      int space = line.lastIndexOf(' ');
      told.put(line.substring(0, space), Long.parseLong(line.substring(space + 1)));
    }
    return told;
  }

  /** What the profiler saw and what the program told. */
  private record Run(int pid, List<ProfileWindow> windows, Map<String, Long> told) {
    /** Tables are made in the first windows. */
    private static final int WARM_UP = 3;

    private List<WeightedStack> stacks() {
      WindowMerger merger = new WindowMerger();
      windows.forEach(merger::add);
      WindowMerger early = new WindowMerger();
      windows.stream().limit(WARM_UP).forEach(early::add);
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
      Map<String, Long> seen = new TreeMap<>();
      for (WeightedStack stack : stacks()) {
        String path = path(stack);
        if (path.endsWith("leaf_burn")) {
          seen.merge(path, stack.count(), Long::sum);
        }
      }
      long seenTotal = seen.values().stream().mapToLong(Long::longValue).sum();
      long toldTotal = told.values().stream().mapToLong(Long::longValue).sum();
      assertThat(seenTotal).as("samples at the leaf").isGreaterThan(100);
      long onKnownPaths =
          told.keySet().stream().mapToLong(path -> seen.getOrDefault(path, 0L)).sum();
      assertThat(onKnownPaths / (double) seenTotal)
          .as("share of samples on the paths there are: %s", seen)
          .isGreaterThan(0.97);
      told.forEach((path, units) ->
          assertThat(seen.getOrDefault(path, 0L) / (double) seenTotal)
              .as(path)
              .isBetween(
                  units / (double) toldTotal - TOLERANCE, units / (double) toldTotal + TOLERANCE));
    }

    void assertNearlyAllComplete() {
      List<WeightedStack> all = stacks();
      long total = all.stream().mapToLong(WeightedStack::count).sum();
      long complete =
          all.stream()
              .filter(stack -> !stack.frames().getLast().displayName().startsWith("["))
              .mapToLong(WeightedStack::count)
              .sum();
      assertThat(complete / (double) total).as("complete: %s", all).isGreaterThan(0.97);
    }

    /** The program's own functions, callers first; those of libraries are left out. */
    private static String path(WeightedStack stack) {
      return stack.frames().reversed().stream()
          .map(NamedFrame::displayName)
          .map(name -> name.replaceFirst("\\(.*|@.*|\\.constprop.*|\\.isra.*|\\.part.*", ""))
          .filter(name -> name.equals("main") || name.endsWith("_burn"))
          .collect(Collectors.joining(";"));
    }
  }
}
