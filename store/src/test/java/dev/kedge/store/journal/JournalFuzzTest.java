package dev.kedge.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.model.BootId;
import dev.kedge.model.HostId;
import dev.kedge.model.Reading;
import dev.kedge.model.Vital;
import dev.kedge.model.VitalSigns;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalFuzzTest {
  private static final int RECORDS = 6;

  /** Held, so that its level stays: thousands of damaged segments would fill the test log. */
  private static final Logger LOG = Logger.getLogger(JournalReplay.class.getName());

  @TempDir private Path directory;

  private byte[] intact = {};
  private final List<Integer> ends = new ArrayList<>();

  private record Read(List<Long> sequences, JournalRecovery recovery) {}

  private static Entry entry(long sequence) {
    return new Entry.Vitals(
        new VitalSigns(
            new HostId("h"),
            new BootId(new UUID(1, 2)),
            sequence,
            List.of(
                new Reading(
                    Instant.ofEpochSecond(sequence), Vital.FORKS, "scope " + sequence, 1))));
  }

  private Journal.Opened open(List<Long> sequences) throws IOException {
    return Journal.open(
        directory.resolve("journal"),
        directory.resolve("quarantine"),
        0,
        1 << 20,
        Journal.Opener.files(),
        (segment, entry) -> sequences.add(((Entry.Vitals) entry).signs().sequence()));
  }

  private Path file() {
    return directory.resolve("journal").resolve(SegmentFormat.fileName(1));
  }

  @BeforeAll
  static void quiet() {
    LOG.setLevel(Level.OFF);
  }

  @AfterAll
  static void loud() {
    LOG.setLevel(null);
  }

  @BeforeEach
  void write() throws IOException {
    try (Journal journal = open(new ArrayList<>()).journal()) {
      for (int i = 0; i < RECORDS; i++) {
        assertThat(journal.append(entry(i))).isEqualTo(1);
        ends.add((int) Files.size(file()));
      }
    }
    intact = Files.readAllBytes(file());
  }

  private Read readBack(byte[] bytes) throws IOException {
    Files.write(file(), bytes);
    List<Long> sequences = new ArrayList<>();
    Journal.Opened opened = open(sequences);
    opened.journal().close();
    return new Read(sequences, opened.recovery());
  }

  @Test
  void cutAnywhereLosesOnlyTheRecordThatWasCut() throws IOException {
    for (int length = 0; length <= intact.length; length++) {
      Read read = readBack(Arrays.copyOf(intact, length));
      int cut = length;
      long whole = ends.stream().filter(end -> end <= cut).count();
      assertThat(read.sequences()).as("cut at %d", length).hasSize((int) whole);
      assertThat(read.recovery().damagedRecords()).isZero();
      Read again = readBackAgain();
      assertThat(again.sequences()).isEqualTo(read.sequences());
      assertThat(again.recovery().tornBytes()).as("counted once").isZero();
    }
  }

  private Read readBackAgain() throws IOException {
    List<Long> sequences = new ArrayList<>();
    Journal.Opened opened = open(sequences);
    opened.journal().close();
    return new Read(sequences, opened.recovery());
  }

  @Test
  void oneFlippedBitAnywhereLosesAtMostItsRecordAndIsCounted() throws IOException {
    for (int at = 0; at < intact.length; at++) {
      byte[] bytes = intact.clone();
      bytes[at] ^= (byte) (1 << (at % 8));
      Read read = readBack(bytes);
      List<Long> expected = new ArrayList<>();
      for (int i = 0; i < RECORDS; i++) {
        int start = i == 0 ? SegmentFormat.START : ends.get(i - 1);
        if (at < start || at >= ends.get(i)) {
          expected.add((long) i);
        }
      }
      assertThat(read.sequences()).as("bit of byte %d", at).isEqualTo(expected);
      boolean lost = expected.size() < RECORDS;
      long counted = read.recovery().damagedRecords() + read.recovery().tornBytes();
      assertThat(counted > 0).as("bit of byte %d is counted", at).isEqualTo(lost);
      Read again = readBackAgain();
      assertThat(again.sequences()).isEqualTo(expected);
      assertThat(again.recovery().damagedRecords()).as("counted once").isZero();
    }
  }

  @Test
  void anyDamageOpensAndGivesNothingThatWasNotWritten() throws IOException {
    Random random = new Random(20261122);
    for (int round = 0; round < 500; round++) {
      byte[] bytes = Arrays.copyOf(intact, random.nextInt(intact.length + 40));
      int changes = random.nextInt(30);
      for (int i = 0; i < changes && bytes.length > 0; i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      Read read = readBack(bytes);
      assertThat(read.sequences()).isSorted().doesNotHaveDuplicates();
      assertThat(read.sequences()).allMatch(sequence -> sequence >= 0 && sequence < RECORDS);
    }
  }

  @Test
  void aWholeLostHeaderPutsTheSegmentAside() throws IOException {
    byte[] bytes = intact.clone();
    bytes[3]++;
    bytes[SegmentFormat.HEADER + 3]++;
    Read read = readBack(bytes);
    assertThat(read.sequences()).isEmpty();
    assertThat(read.recovery().damagedSegments()).isEqualTo(1);
    assertThat(directory.resolve("quarantine").resolve(SegmentFormat.fileName(1)))
        .hasBinaryContent(bytes);
  }

  @Test
  void recordsOfAnUnknownTypeAreCountedNotFatal() throws IOException {
    long marker = SegmentFormat.marker(intact).orElseThrow();
    byte[] bytes = intact.clone();
    Files.write(file(), bytes);
    try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.APPEND)) {
      channel.write(SegmentFormat.record(marker, (byte) 99, new byte[] {1, 2}));
    }
    Read read = readBackAgain();
    assertThat(read.sequences()).hasSize(RECORDS);
    assertThat(read.recovery().damagedRecords()).isEqualTo(1);
  }
}
