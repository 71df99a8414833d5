package dev.kedge.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  @TempDir Path directory;

  @Test
  void handsOutTheOldestFirstAndForgetsWhatWasAcknowledged() throws Exception {
    Spool spool = Spool.open(directory, 1 << 20);
    spool.add(UploadKind.WINDOW, new byte[] {1});
    spool.add(UploadKind.VITALS, new byte[] {2, 2});

    Spool.Upload first = spool.awaitOldest(1).orElseThrow();
    assertThat(first.kind()).isEqualTo(UploadKind.WINDOW);
    assertThat(spool.read(first)).hasValue(new byte[] {1});
    spool.acknowledge(first);

    assertThat(spool.awaitOldest(1).orElseThrow().kind()).isEqualTo(UploadKind.VITALS);
    assertThat(spool.bytes()).isEqualTo(2);
    assertThat(spool.dropped()).isZero();
  }

  @Test
  void takesUpWhatAnEarlierAgentLeftAndGoesOnBehindIt() throws Exception {
    try (Spool before = Spool.open(directory, 1 << 20)) {
      before.add(UploadKind.REPORTS, new byte[] {7});
    }
    Files.write(directory.resolve("0000000000000000009.windows.zst.tmp"), new byte[] {1});
    Files.write(directory.resolve("notes.txt"), new byte[] {1});

    Spool spool = Spool.open(directory, 1 << 20);
    spool.add(UploadKind.WINDOW, new byte[] {8});

    assertThat(spool.awaitOldest(1).orElseThrow().kind()).isEqualTo(UploadKind.REPORTS);
    assertThat(spool.bytes()).isEqualTo(2);
    assertThat(directory.resolve("0000000000000000009.windows.zst.tmp")).doesNotExist();
    assertThat(directory.resolve("notes.txt")).exists();
  }

  @Test
  void keepsASecondAgentOut() throws Exception {
    try (Spool first = Spool.open(directory, 1 << 20)) {
      first.add(UploadKind.WINDOW, new byte[] {1});
      assertThatThrownBy(() -> Spool.open(directory, 1 << 20, Duration.ZERO))
          .isInstanceOf(AgentException.class)
          .hasMessageContaining("another agent");
    }
    try (Spool second = Spool.open(directory, 1 << 20, Duration.ZERO)) {
      assertThat(second.bytes()).isEqualTo(1);
    }
  }

  @Test
  void dropsTheOldestPastItsBudgetAndSaysSo() throws Exception {
    Spool spool = Spool.open(directory, 10);
    assertThat(spool.add(UploadKind.WINDOW, new byte[6])).isTrue();
    assertThat(spool.add(UploadKind.VITALS, new byte[6])).isFalse();

    assertThat(spool.dropped()).isEqualTo(1);
    assertThat(spool.awaitOldest(1).orElseThrow().kind()).isEqualTo(UploadKind.VITALS);
    assertThat(spool.add(UploadKind.WINDOW, new byte[11])).isFalse();
    assertThat(spool.bytes()).isZero();
  }

  @Test
  void readingADroppedUploadGivesNothing() throws IOException, InterruptedException {
    Spool spool = Spool.open(directory, 10);
    spool.add(UploadKind.WINDOW, new byte[6]);
    Spool.Upload first = spool.awaitOldest(1).orElseThrow();
    spool.add(UploadKind.VITALS, new byte[6]);

    assertThat(spool.read(first)).isEqualTo(Optional.empty());
    spool.acknowledge(first);
    assertThat(spool.bytes()).isEqualTo(6);
  }
}
