package dev.kedge.verify.flake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import dev.kedge.verify.VerifyException;
import dev.kedge.verify.result.Samples;
import dev.kedge.verify.result.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlakeTest {

  @ParameterizedTest
  @CsvSource({
    "10, 3, 50, 0, 0.00351",
    "1, 1, 3, 0, 0.25",
    "10, 0, 50, 5, 1",
    "10, 5, 0, 0, 1",
    "5, 5, 5, 5, 1"
  })
  void tellsHowSurprisingTheFailuresAre(int n, int failed, int before, int then, double p) {
    assertThat(MoreFailures.pValue(new Tally(n, failed), new Tally(before, then)))
        .isCloseTo(p, within(1e-4));
  }

  @Test
  void theProbabilityOfAPassHasAnInterval() {
    PassProbability always = PassProbability.after(new Tally(50, 0));
    PassProbability nothing = PassProbability.after(Tally.EMPTY);

    assertThat(always.mean()).isBetween(0.98, 1.0);
    assertThat(always.low()).isGreaterThan(0.92);
    assertThat(always.high()).isEqualTo(1);
    assertThat(nothing).isEqualTo(new PassProbability(0.5, 0, 1));
  }

  @Test
  void onlyVerdictsAreCounted() {
    Tally tally = Tally.EMPTY;
    for (Status status : Status.values()) {
      tally = tally.with(status);
    }
    assertThat(tally).isEqualTo(new Tally(3, 1));
  }

  @Test
  void aVerificationIsCountedOnce(@TempDir Path folder) {
    Path file = folder.resolve("deep/history.json");
    History once = new HistoryFile().read(file).with(Samples.failed());
    new HistoryFile().write(file, once.with(Samples.failed()));
    History read = new HistoryFile().read(file);

    assertThat(read).isEqualTo(once);
    CaseKey nested = new CaseKey("nested", "one-cpu");
    assertThat(read.without("other", nested)).isEqualTo(new Tally(6, 0));
    assertThat(read.without("7.2.12-cloud-amd64", nested)).isEqualTo(new Tally(3, 0));
  }

  @Test
  void damagedHistoriesAreRefused(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("history.json");
    new HistoryFile().write(file, History.EMPTY.with(Samples.failed()));
    byte[] good = Files.readAllBytes(file);
    Random random = new Random(3);
    for (int i = 0; i < 500; i++) {
      byte[] bytes = good.clone();
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      Files.write(file, bytes);
      Throwable thrown = catchThrowable(() -> new HistoryFile().read(file));
      assertThat(thrown == null || thrown instanceof VerifyException).isTrue();
    }
    Files.writeString(file, "");
    assertThatThrownBy(() -> new HistoryFile().read(file)).isInstanceOf(VerifyException.class);
  }
}
