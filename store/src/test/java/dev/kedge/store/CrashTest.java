package dev.kedge.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.model.TimeRange;
import dev.kedge.model.Vital;
import dev.kedge.profile.SampleKind;
import dev.kedge.store.intake.Receipt;
import dev.kedge.store.telemetry.ProfileSelection;
import dev.kedge.store.telemetry.VitalSeries;
import dev.kedge.store.telemetry.Windows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a writing process again and again, and looks for everything it had acknowledged. */
class CrashTest {
  private static final int KILLS = 8;

  /** Sequence numbers of one life; a life never writes that many. */
  private static final long PER_LIFE = 20_000;

  private static final TimeRange ALL =
      new TimeRange(CrashWriter.start(-1), CrashWriter.start(PER_LIFE * (KILLS + 1)));

  private final Random random = new Random();
  private final Set<Long> windows = new TreeSet<>();
  private final Set<Long> vitals = new TreeSet<>();

  @TempDir private Path directory;
  @TempDir private Path scratch;

  @Test
  void nothingAcknowledgedIsLostOrDoubled() throws Exception {
    for (int life = 0; life < KILLS; life++) {
      liveAndDie(life * PER_LIFE);
      if (life % 3 == 2) {
        check();
      }
    }
    check();
    assertThat(windows.size()).isGreaterThan(KILLS);
  }

  private void liveAndDie(long first) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            CrashWriter.class.getName(),
            directory.toString(),
            Long.toString(first));
    Path out = Files.createTempFile(scratch, "acknowledged", ".txt");
    Path errors = Files.createTempFile(scratch, "errors", ".txt");
    Process process = builder.redirectOutput(out.toFile()).redirectError(errors.toFile()).start();
    try {
      while (Files.size(out) == 0) {
        assertThat(process.isAlive()).as("%s", Files.readString(errors)).isTrue();
        Thread.sleep(20);
      }
      Thread.sleep(random.nextInt(100, 1500));
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor()).as("%s", Files.readString(errors)).isEqualTo(128 + 9);
    for (String line : Files.readAllLines(out)) {
      // The kill may cut the last line: only the full stop at its end makes it count.
      if (line.matches("[wv] [0-9]+\\.")) {
        (line.charAt(0) == 'w' ? windows : vitals)
            .add(Long.parseLong(line.substring(2, line.length() - 1)));
      }
    }
  }

  private void check() throws IOException {
    StoreConfig config =
        StoreConfig.in(directory).withRetention(Duration.ofDays(36_500), Long.MAX_VALUE);
    try (Store store = Store.open(config, InstantSource.system())) {
      List<Instant> starts =
          store.profiles().coverage(CrashWriter.HOST, ALL, SampleKind.CPU).stream()
              .map(window -> window.range().start())
              .toList();
      assertThat(starts).doesNotHaveDuplicates();
      assertThat(starts)
          .containsAll(windows.stream().map(CrashWriter::start).collect(Collectors.toList()));
      // Each life may have had one window on disk that it did not live to acknowledge.
      assertThat(starts.size()).isLessThanOrEqualTo(windows.size() + 2 * KILLS);
      ProfileSelection all = ProfileSelection.of(CrashWriter.HOST, ALL, SampleKind.CPU);
      assertThat(store.profiles().query(all).samples()).isEqualTo(11L * starts.size());
      assertThat(store.profiles().query(all).stacks())
          .allSatisfy(stack -> assertThat(stack.frames()).isNotEqualTo(Windows.LOST_STACK));
      assertThat(store.profiles().heat(lastHour(starts)).samples())
          .as("times outlive being added up")
          .isEqualTo(store.profiles().query(lastHour(starts)).samples());
      checkVitals(store);
      StoreStatistics statistics = store.statistics();
      assertThat(statistics.quarantinedFiles()).isZero();
      assertThat(statistics.damagedRecords()).isZero();
      assertThat(statistics.files()).as("some lives lived to roll").isPositive();
      long last = new ArrayList<>(windows).getLast();
      assertThat(
              store
                  .profiles()
                  .append(Windows.simple(CrashWriter.HOST, last, CrashWriter.start(last))))
          .isEqualTo(Receipt.DUPLICATE);
      store.maintain();
      try (Stream<Path> walk = Files.walk(directory)) {
        assertThat(walk.filter(path -> path.toString().endsWith(".parquet")).count())
            .isEqualTo(store.statistics().files());
      }
    }
  }

  private static ProfileSelection lastHour(List<Instant> starts) {
    Instant end = starts.getLast().plusSeconds(4);
    return ProfileSelection.of(
        CrashWriter.HOST, new TimeRange(end.minusSeconds(3000), end), SampleKind.CPU);
  }

  /** One value of 1 per batch: the mean is 1 in every step that an acknowledged one falls into. */
  private void checkVitals(Store store) {
    List<Long> sequences = new ArrayList<>(vitals);
    for (int i = 0; i < sequences.size(); i += Math.max(1, sequences.size() / 20)) {
      Instant at = CrashWriter.start(sequences.get(i));
      VitalSeries series =
          store
              .vitals()
              .query(CrashWriter.HOST, new TimeRange(at.minusSeconds(1), at.plusSeconds(1)), 2);
      assertThat(series.columns()).hasSize(2);
      assertThat(series.columns().getFirst().vital()).isEqualTo(Vital.CPU_USER);
      assertThat(series.columns().getFirst().mean().getFirst()).isEqualTo(1.0);
    }
  }
}
