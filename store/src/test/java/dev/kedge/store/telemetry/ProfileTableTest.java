package dev.kedge.store.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.model.HostId;
import dev.kedge.model.TimeRange;
import dev.kedge.profile.Profile;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampleCount;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.SampleMoments;
import dev.kedge.profile.SampledTask;
import dev.kedge.profile.WeightedStack;
import dev.kedge.store.Examples;
import dev.kedge.store.SetClock;
import dev.kedge.store.Store;
import dev.kedge.store.StoreConfig;
import dev.kedge.store.intake.Receipt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileTableTest {
  private static final TimeRange ALL =
      new TimeRange(
          Examples.NOON.minus(Duration.ofDays(2)), Examples.NOON.plus(Duration.ofDays(2)));

  private final SetClock clock = new SetClock(Examples.NOON);

  @TempDir private Path directory;

  private Store open() {
    return Store.open(StoreConfig.in(directory), clock);
  }

  private void roll(Store store) {
    store.maintain();
    clock.forward(Duration.ofMinutes(6));
    store.maintain();
  }

  @ParameterizedTest
  @ValueSource(strings = {"journal", "parquet", "journal again", "parquet again"})
  void answersTheSameFromWhereverTheDataLies(String place) throws Exception {
    try (Store store = open()) {
      assertThat(store.profiles().append(Windows.simple(Examples.HOST, 1, Examples.NOON)))
          .isEqualTo(Receipt.STORED);
      assertThat(
              store
                  .profiles()
                  .append(Windows.simple(Examples.HOST, 2, Examples.NOON.plusSeconds(10))))
          .isEqualTo(Receipt.STORED);
      store.profiles().append(Windows.simple(new HostId("other"), 1, Examples.NOON));
      if (place.startsWith("parquet")) {
        roll(store);
        assertThat(store.statistics().journalBytes()).isZero();
        assertThat(store.statistics().files()).isGreaterThanOrEqualTo(4);
      }
      if (!place.endsWith("again")) {
        check(store);
        return;
      }
    }
    try (Store store = open()) {
      check(store);
    }
  }

  private static void check(Store store) {
    ProfileWindow same = Windows.simple(Examples.HOST, 1, Examples.NOON);
    assertThat(store.profiles().append(same)).isEqualTo(Receipt.DUPLICATE);
    Profile profile =
        store.profiles().query(ProfileSelection.of(Examples.HOST, ALL, SampleKind.CPU));
    assertThat(profile.period()).isEqualTo(Windows.PERIOD);
    assertThat(profile.lost()).isEqualTo(3);
    assertThat(profile.stacks())
        .containsExactlyInAnyOrder(
            new WeightedStack("burner", -1, Windows.frames(1), 14),
            new WeightedStack("burner", -1, Windows.frames(2), 6),
            new WeightedStack("idle", -1, Windows.frames(1), 2));
    assertThat(store.profiles().coverage(Examples.HOST, ALL, SampleKind.CPU))
        .containsExactly(
            new WindowSummary(new TimeRange(Examples.NOON, Examples.NOON.plusSeconds(10)), 11, 1),
            new WindowSummary(
                new TimeRange(Examples.NOON.plusSeconds(10), Examples.NOON.plusSeconds(20)),
                11,
                2));
    assertThat(store.profiles().processes(Examples.HOST, ALL, SampleKind.CPU, 10))
        .containsExactly(
            new ProcessSummary(100, "burner", "/user.slice/a", 20),
            new ProcessSummary(200, "idle", "/", 2));
    assertThat(store.profiles().processes(Examples.HOST, ALL, SampleKind.CPU, 1)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "/, 22",
        "/user.slice, 20",
        "/user.slice/, 20",
        "/user.slice/a, 20",
        "/user.sli, 0",
        "/user.slice/a/b, 0",
        "/user%, 0",
        "' OR 1=1 --, 0"
      })
  void cgroupMeansItAndBelow(String cgroup, long samples) {
    try (Store store = open()) {
      store.profiles().append(Windows.simple(Examples.HOST, 1, Examples.NOON));
      roll(store);
      store.profiles().append(Windows.simple(Examples.HOST, 2, Examples.NOON.plusSeconds(10)));
      ProfileSelection selection =
          new ProfileSelection(
              Examples.HOST,
              ALL,
              SampleKind.CPU,
              new SampleFilter(
                  OptionalInt.empty(),
                  Optional.empty(),
                  Optional.of(cgroup),
                  OptionalInt.empty(),
                  Optional.empty(),
                  OptionalInt.empty()));
      assertThat(store.profiles().query(selection).samples()).isEqualTo(samples);
    }
  }

  @Test
  void selectsProcessesByIdAndName() {
    try (Store store = open()) {
      store.profiles().append(Windows.simple(Examples.HOST, 1, Examples.NOON));
      roll(store);
      Profile byId =
          store
              .profiles()
              .query(
                  new ProfileSelection(
                      Examples.HOST,
                      ALL,
                      SampleKind.CPU,
                      new SampleFilter(
                          OptionalInt.of(200),
                          Optional.empty(),
                          Optional.empty(),
                          OptionalInt.empty(),
                          Optional.empty(),
                          OptionalInt.empty())));
      assertThat(byId.stacks())
          .containsExactly(new WeightedStack("idle", 200, Windows.frames(1), 1));
      Profile byName =
          store
              .profiles()
              .query(
                  new ProfileSelection(
                      Examples.HOST,
                      ALL,
                      SampleKind.CPU,
                      new SampleFilter(
                          OptionalInt.empty(),
                          Optional.of("burner"),
                          Optional.empty(),
                          OptionalInt.empty(),
                          Optional.empty(),
                          OptionalInt.empty())));
      assertThat(byName.samples()).isEqualTo(10);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a'b", "\"; DROP TABLE x", "a\0b", "😀", "%_\\", "", "?1"})
  void hostileNamesAreKeptAsTheyAre(String name) {
    try (Store store = open()) {
      ProfileWindow window =
          Windows.window(
              Examples.HOST,
              Examples.BOOT,
              1,
              Examples.NOON,
              List.of(
                  Windows.sample(1, 1, name, "/x/" + name + "/y", 5),
                  Windows.sample(1, 1, "z" + name, "/x", 1)),
              List.of(1));
      store.profiles().append(window);
      roll(store);
      ProfileSelection selection =
          new ProfileSelection(
              Examples.HOST,
              ALL,
              SampleKind.CPU,
              new SampleFilter(
                  OptionalInt.empty(),
                  Optional.of(name),
                  Optional.of("/x/" + name),
                  OptionalInt.empty(),
                  Optional.empty(),
                  OptionalInt.empty()));
      assertThat(store.profiles().query(selection).stacks())
          .containsExactly(new WeightedStack(name, -1, Windows.frames(1), 5));
      assertThat(store.profiles().processes(Examples.HOST, ALL, SampleKind.CPU, 1))
          .containsExactly(new ProcessSummary(1, name, "/x/" + name + "/y", 5));
    }
  }

  @Test
  void definitionsOfAnEarlierWindowOfTheDayServe() {
    try (Store store = open()) {
      store.profiles().append(Windows.simple(Examples.HOST, 1, Examples.NOON));
      roll(store);
      ProfileWindow later =
          Windows.window(
              Examples.HOST,
              Examples.BOOT,
              2,
              Examples.NOON.plusSeconds(600),
              List.of(Windows.sample(1, 1, "a", "/", 2), Windows.sample(90, 1, "a", "/", 4)),
              List.of());
      store.profiles().append(later);
      TimeRange range =
          new TimeRange(Examples.NOON.plusSeconds(600), Examples.NOON.plusSeconds(601));
      for (int pass = 0; pass < 2; pass++) {
        assertThat(
                store
                    .profiles()
                    .query(ProfileSelection.of(Examples.HOST, range, SampleKind.CPU))
                    .stacks())
            .containsExactlyInAnyOrder(
                new WeightedStack("a", -1, Windows.frames(1), 2),
                new WeightedStack("a", -1, DictionaryReading.LOST_STACK, 4));
        roll(store);
      }
    }
  }

  @Test
  void aSegmentLeftOverFromBeforeARollIsNotReadAgain() throws Exception {
    Path segment = directory.resolve("journal/0000000000000001.journal");
    byte[] content;
    try (Store store = open()) {
      store.profiles().append(Windows.simple(Examples.HOST, 1, Examples.NOON));
      content = Files.readAllBytes(segment);
      roll(store);
      assertThat(segment).doesNotExist();
    }
    Files.write(segment, content);
    try (Store store = open()) {
      assertThat(segment).doesNotExist();
      assertThat(store.profiles().coverage(Examples.HOST, ALL, SampleKind.CPU)).hasSize(1);
    }
  }

  @Test
  void filesThatNoManifestListsAreDeletedAndDamagedOnesSetAside() throws Exception {
    try (Store store = open()) {
      store.profiles().append(Windows.simple(Examples.HOST, 1, Examples.NOON));
      roll(store);
    }
    Path orphan = directory.resolve("profiles/day=2026-11-22/hour=12/samples-x.parquet");
    Files.createDirectories(orphan.getParent());
    Files.writeString(orphan, "orphan");
    Path damaged;
    try (Stream<Path> walk = Files.walk(directory.resolve("windows"))) {
      damaged = walk.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
    Files.write(damaged, new byte[] {1, 2, 3});
    try (Store store = open()) {
      assertThat(orphan).doesNotExist();
      assertThat(store.statistics().quarantinedFiles()).isEqualTo(1);
      assertThat(store.profiles().coverage(Examples.HOST, ALL, SampleKind.CPU)).isEmpty();
      assertThat(
              store
                  .profiles()
                  .query(ProfileSelection.of(Examples.HOST, ALL, SampleKind.CPU))
                  .samples())
          .isEqualTo(11);
      assertThat(directory.resolve("quarantine").resolve(damaged.getFileName())).exists();
    }
  }

  @Test
  void aQueryThatStumblesOverADamagedFileGoesOnWithoutIt() throws Exception {
    try (Store store = open()) {
      store.profiles().append(Windows.simple(Examples.HOST, 1, Examples.NOON));
      roll(store);
      Path damaged;
      try (Stream<Path> walk = Files.walk(directory.resolve("profiles"))) {
        damaged = walk.filter(Files::isRegularFile).findFirst().orElseThrow();
      }
      Files.write(damaged, new byte[(int) Files.size(damaged)]);
      assertThat(
              store
                  .profiles()
                  .query(ProfileSelection.of(Examples.HOST, ALL, SampleKind.CPU))
                  .samples())
          .isZero();
      assertThat(store.statistics().quarantinedFiles()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void blocksHoldEachSampleOnceAndInOrder(boolean rolled) {
    HostId other = new HostId("other");
    try (Store store = open()) {
      store.profiles().append(timed(Examples.HOST, 1, 0, 99, 100, 101, 350));
      store.profiles().append(timed(other, 1, 100, 499));
      store.profiles().append(Windows.simple(other, 2, Examples.NOON.plusSeconds(10)));
      if (rolled) {
        roll(store);
      }
      TimeRange range = new TimeRange(Examples.NOON, Examples.NOON.plusSeconds(15));
      ProfileSelection one = ProfileSelection.of(Examples.HOST, range, SampleKind.CPU);
      List<Profile> blocks = store.profiles().blocks(List.of(one), Duration.ofSeconds(2));
      assertThat(blocks).extracting(Profile::samples).containsExactly(2L, 2L, 1L);
      assertThat(blocks)
          .extracting(block -> Duration.between(Examples.NOON, block.range().start()).toSeconds())
          .containsExactly(0L, 2L, 6L);
      assertThat(blocks.getFirst().stacks().getFirst().frames()).isEqualTo(Windows.frames(1));

      List<Profile> both =
          store
              .profiles()
              .blocks(
                  List.of(one, ProfileSelection.of(other, range, SampleKind.CPU)),
                  Duration.ofSeconds(2));
      // The window without times is in the block of its start, all eleven samples.
      assertThat(both).extracting(Profile::samples).containsExactly(2L, 3L, 1L, 1L, 11L);
      assertThat(both.getLast().range().end()).isEqualTo(Examples.NOON.plusSeconds(12));
      assertThat(
              store
                  .profiles()
                  .blocks(
                      List.of(
                          ProfileSelection.of(
                              Examples.HOST,
                              new TimeRange(
                                  Examples.NOON.plusSeconds(2), Examples.NOON.plusSeconds(4)),
                              SampleKind.CPU)),
                      Duration.ofSeconds(2)))
          .extracting(Profile::samples)
          .containsExactly(2L);
    }
  }

  private static ProfileWindow timed(HostId host, long sequence, int... slots) {
    SampleCount sample =
        new SampleCount(
            Windows.stack(1).id(),
            new SampledTask(100, "burner", 100, "burner", "/"),
            slots.length,
            SampleMoments.of(slots, new int[slots.length]));
    return Windows.window(
        host, Examples.BOOT, sequence, Examples.NOON, List.of(sample), List.of(1));
  }
}
