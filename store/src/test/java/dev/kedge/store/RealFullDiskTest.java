package dev.kedge.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kedge.model.TimeRange;
import dev.kedge.profile.SampleKind;
import dev.kedge.store.disk.StoreFullException;
import dev.kedge.store.intake.Receipt;
import dev.kedge.store.telemetry.WindowSummary;
import dev.kedge.store.telemetry.Windows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file system of a few megabytes that really fills up; needs the right to mount one. */
class RealFullDiskTest {
  private static final int BALLAST = 2 << 20;

  private final SetClock clock = new SetClock(Examples.NOON);
  private boolean mounted;

  @TempDir private Path mount;

  private static boolean run(String... command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException _) {
      return false;
    }
  }

  @BeforeEach
  void mount() throws IOException, InterruptedException {
    mounted = run("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", mount.toString());
    assumeTrue(mounted, "skipped: mounting a tmpfs needs CAP_SYS_ADMIN");
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    if (mounted) {
      assertThat(run("umount", mount.toString())).isTrue();
    }
  }

  @Test
  void refusesAndGoesOnWhenThereIsSpaceAgain() throws IOException {
    Path ballast = Files.write(mount.resolve("ballast"), new byte[BALLAST]);
    StoreConfig config = StoreConfig.in(mount.resolve("data"));
    int stored = 0;
    try (Store store = Store.open(config, clock)) {
      StoreFullException full = null;
      while (full == null) {
        try {
          append(store, stored);
          stored++;
        } catch (StoreFullException e) {
          full = e;
        }
      }
      assertThat(full).hasMessageContaining("free some disk space");
      assertThat(stored).isPositive();
      int before = stored;
      assertThatThrownBy(() -> append(store, before)).isInstanceOf(StoreFullException.class);
      clock.forward(Duration.ofHours(1));
      Files.delete(ballast);
      assertThat(append(store, stored++)).isEqualTo(Receipt.STORED);
      store.maintain();
      clock.forward(Duration.ofMinutes(6));
      store.maintain();
      assertThat(store.statistics().journalBytes()).isZero();
      assertThat(windows(store)).hasSize(stored);
    }
    try (Store store = Store.open(config, clock)) {
      assertThat(windows(store)).hasSize(stored);
      assertThat(store.statistics().damagedRecords()).isZero();
    }
  }

  @Test
  void upkeepThatFindsNoSpaceLosesNothing() throws IOException {
    StoreConfig config = StoreConfig.in(mount.resolve("data"));
    try (Store store = Store.open(config, clock)) {
      for (int i = 0; i < 20; i++) {
        append(store, i);
      }
      Path ballast = mount.resolve("ballast");
      fill(ballast);
      store.maintain();
      clock.forward(Duration.ofMinutes(6));
      assertThatThrownBy(store::maintain).isInstanceOf(StoreFullException.class);
      assertThat(windows(store)).hasSize(20);
      Files.delete(ballast);
      store.maintain();
      assertThat(windows(store)).hasSize(20);
      assertThat(store.statistics().journalBytes()).isZero();
    }
  }

  private static void fill(Path file) throws IOException {
    try (var out = Files.newOutputStream(file)) {
      byte[] page = new byte[4096];
      while (true) {
        out.write(page);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }

  private static Receipt append(Store store, int sequence) {
    List<Integer> stacks = IntStream.range(0, 500).boxed().toList();
    return store
        .profiles()
        .append(
            Windows.window(
                Examples.HOST,
                Examples.BOOT,
                sequence,
                Examples.NOON.plusSeconds(10L * sequence),
                stacks.stream().map(i -> Windows.sample(i, 1, "c", "/", 1)).toList(),
                stacks));
  }

  private static List<WindowSummary> windows(Store store) {
    return store
        .profiles()
        .coverage(
            Examples.HOST,
            new TimeRange(Examples.NOON, Examples.NOON.plus(Duration.ofDays(1))),
            SampleKind.CPU);
  }
}
