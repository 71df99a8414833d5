package dev.kedge.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.model.HostId;
import dev.kedge.model.TimeRange;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampleCount;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.SampleMoments;
import dev.kedge.profile.SampledTask;
import dev.kedge.profile.WeightedStack;
import dev.kedge.store.intake.Receipt;
import dev.kedge.store.telemetry.ProcessSummary;
import dev.kedge.store.telemetry.ProfileSelection;
import dev.kedge.store.telemetry.SampleFilter;
import dev.kedge.store.telemetry.WindowSummary;
import dev.kedge.store.telemetry.Windows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

/** Whatever is appended, rolled, joined and reopened in whatever order: answers are a list's. */
class ModelPropertyTest {
  private static final Instant START = Instant.parse("2026-11-20T23:00:00Z");
  private static final List<HostId> HOSTS = List.of(new HostId("a"), new HostId("b.c-d_e"));
  private static final List<String> COMMANDS = List.of("java", "it's", "", "é\"\\");
  private static final List<String> CGROUPS = List.of("/", "/a", "/a/b", "/ab", "/a'%/_");

  sealed interface Action {
    record Append(int host, long sequence, int minute, List<SampleCount> samples)
        implements Action {}

    record Pass(int minutes) implements Action {}

    record Reopen() implements Action {}
  }

  record Asked(
      int host,
      int fromMinute,
      int minutes,
      int pid,
      Optional<String> command,
      Optional<String> cgroup,
      Optional<String> thread,
      int cpu) {}

  /** All windows that were stored, and the definitions sent with each first use of a stack. */
  private static final class Model {
    private final Map<String, ProfileWindow> windows = new LinkedHashMap<>();

    Receipt append(ProfileWindow window) {
      String key = window.host() + "/" + window.sequence();
      return windows.putIfAbsent(key, window) == null ? Receipt.STORED : Receipt.DUPLICATE;
    }

    Map<WeightedStack, Long> profile(ProfileSelection selection) {
      Map<WeightedStack, Long> counts = new HashMap<>();
      for (ProfileWindow window : in(selection.host(), selection.range())) {
        for (SampleCount sample : window.samples()) {
          long count = selected(selection, window, sample);
          if (count > 0) {
            counts.merge(
                new WeightedStack(
                    sample.command(),
                    selection.filter().pid().orElse(-1),
                    frames(sample.stackId()),
                    0),
                count,
                Long::sum);
          }
        }
      }
      return counts;
    }

    List<ProfileWindow> in(HostId host, TimeRange range) {
      return windows.values().stream()
          .filter(window -> window.host().equals(host) && window.range().overlaps(range))
          .toList();
    }

    private static long selected(
        ProfileSelection selection, ProfileWindow window, SampleCount sample) {
      SampleFilter filter = selection.filter();
      SampledTask task = sample.task();
      String cgroup = filter.cgroup().orElse("/");
      if ((filter.pid().isPresent() && filter.pid().getAsInt() != task.pid())
          || (filter.tid().isPresent() && filter.tid().getAsInt() != task.tid())
          || !filter.thread().orElse(task.thread()).equals(task.thread())
          || !filter.command().orElse(task.command()).equals(task.command())
          || !(cgroup.equals("/") || (task.cgroup() + "/").startsWith(cgroup + "/"))) {
        return 0;
      }
      if (sample.moments().isUnknown()) {
        return filter.cpu().isEmpty() ? sample.count() : 0;
      }
      List<Integer> inside = new ArrayList<>();
      sample
          .moments()
          .forEach((slot, cpu) -> {
            Instant at = window.range().start().plusMillis(20L * slot + 10);
            if (selection.range().contains(at) && cpu == filter.cpu().orElse(cpu)) {
              inside.add(slot);
            }
          });
      return inside.size();
    }

    private static List<NamedFrame> frames(long stackId) {
      for (int number = 0; number < 6; number++) {
        if (Windows.stack(number).id() == stackId) {
          return Windows.frames(number);
        }
      }
      throw new AssertionError("stack " + stackId);
    }
  }

  @Property(tries = 25, shrinking = ShrinkingMode.BOUNDED)
  void answersAreThoseOfAList(
      @ForAll("actions") List<Action> actions, @ForAll("questions") List<Asked> questions)
      throws IOException {
    Path directory = Files.createTempDirectory("kedge-model");
    SetClock clock = new SetClock(START);
    StoreConfig config = StoreConfig.in(directory).withRoll(Duration.ofMinutes(5), 4000);
    Model model = new Model();
    Store store = Store.open(config, clock);
    try {
      for (Action action : actions) {
        switch (action) {
          case Action.Append append -> {
            ProfileWindow window =
                Windows.window(
                    HOSTS.get(append.host()),
                    Examples.BOOT,
                    append.sequence(),
                    START.plusSeconds(60L * append.minute()),
                    append.samples(),
                    List.of(0, 1, 2, 3, 4, 5));
            assertThat(store.profiles().append(window)).isEqualTo(model.append(window));
          }
          case Action.Pass pass -> {
            store.maintain();
            clock.forward(Duration.ofMinutes(pass.minutes()));
            store.maintain();
          }
          case Action.Reopen _ -> {
            store.close();
            store = Store.open(config, clock);
          }
        }
      }
      for (Asked asked : questions) {
        compare(store, model, asked);
      }
    } finally {
      store.close();
      delete(directory);
    }
  }

  private static void compare(Store store, Model model, Asked asked) {
    Instant from = START.plusSeconds(60L * asked.fromMinute() + 5);
    TimeRange range = new TimeRange(from, from.plusSeconds(60L * asked.minutes()));
    HostId host = HOSTS.get(asked.host());
    ProfileSelection selection =
        new ProfileSelection(
            host,
            range,
            SampleKind.CPU,
            new SampleFilter(
                asked.pid() == 0 ? OptionalInt.empty() : OptionalInt.of(asked.pid()),
                asked.command(),
                asked.cgroup(),
                asked.thread().isPresent() ? OptionalInt.of(17) : OptionalInt.empty(),
                asked.thread(),
                asked.cpu() < 0 ? OptionalInt.empty() : OptionalInt.of(asked.cpu())));
    Map<WeightedStack, Long> answer = new HashMap<>();
    for (WeightedStack stack : store.profiles().query(selection).stacks()) {
      WeightedStack key = new WeightedStack(stack.command(), stack.pid(), stack.frames(), 0);
      assertThat(answer.put(key, stack.count())).as("each stack once").isNull();
    }
    assertThat(answer).isEqualTo(model.profile(selection));
    List<ProfileWindow> windows = model.in(host, range);
    assertThat(store.profiles().query(selection).lost())
        .isEqualTo(windows.stream().mapToLong(ProfileWindow::lost).sum());
    assertThat(store.profiles().coverage(host, range, SampleKind.CPU))
        .containsExactlyInAnyOrderElementsOf(
            windows.stream()
                .map(window ->
                    new WindowSummary(
                        window.range(),
                        window.samples().stream().mapToLong(SampleCount::count).sum(),
                        window.lost()))
                .toList());
    long processes =
        store.profiles().processes(host, range, SampleKind.CPU, 1000).stream()
            .mapToLong(ProcessSummary::samples)
            .sum();
    assertThat(processes)
        .isEqualTo(
            windows.stream()
                .flatMap(window -> window.samples().stream())
                .mapToLong(SampleCount::count)
                .sum());
  }

  @Provide
  Arbitrary<List<Action>> actions() {
    Arbitrary<SampleCount> samples =
        Combinators.combine(
                Arbitraries.integers().between(0, 5),
                Arbitraries.integers().between(1, 3),
                Arbitraries.of(COMMANDS),
                Arbitraries.of(CGROUPS),
                Arbitraries.longs().between(1, 1000))
            .as(Windows::sample)
            .flatMap(ModelPropertyTest::withMoments);
    Arbitrary<Action> append =
        Combinators.combine(
                Arbitraries.integers().between(0, 1),
                Arbitraries.longs().between(0, 30),
                Arbitraries.integers().between(0, 150),
                samples.list().ofMaxSize(6))
            .as(Action.Append::new);
    Arbitrary<Action> pass = Arbitraries.of(1, 6, 61, 200, 1500).map(Action.Pass::new);
    Arbitrary<Action> reopen = Arbitraries.create(Action.Reopen::new);
    return Arbitraries.frequencyOf(Tuple.of(12, append), Tuple.of(3, pass), Tuple.of(1, reopen))
        .list()
        .ofMinSize(5)
        .ofMaxSize(40);
  }

  private static Arbitrary<SampleCount> withMoments(SampleCount sample) {
    Arbitrary<int[]> slots = Arbitraries.integers().between(0, 499).array(int[].class).ofSize(9);
    Arbitrary<int[]> cpus = Arbitraries.of(0, 5, 255).array(int[].class).ofSize(9);
    SampledTask thread =
        new SampledTask(sample.pid(), sample.command(), 17, "worker", sample.cgroup());
    return Combinators.combine(slots, cpus)
        .as((at, on) -> new SampleCount(sample.stackId(), thread, 9, SampleMoments.of(at, on)))
        .injectDuplicates(0.1)
        .optional(0.7)
        .map(timed -> timed.orElse(sample));
  }

  @Provide
  Arbitrary<List<Asked>> questions() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 1),
            Arbitraries.integers().between(-10, 150),
            Arbitraries.of(1, 10, 60, 300),
            Arbitraries.of(0, 0, 1, 2),
            Arbitraries.of(COMMANDS).optional(0.3),
            Arbitraries.of(CGROUPS).optional(0.5),
            Arbitraries.of("worker", "").optional(0.2),
            Arbitraries.of(-1, -1, -1, 0, 5))
        .as(Asked::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }

  private static void delete(Path directory) throws IOException {
    List<Path> paths = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(directory)) {
      walk.sorted(Comparator.reverseOrder()).forEach(paths::add);
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }
}
