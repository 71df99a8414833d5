package dev.kedge.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.report.fingerprint.Blocker;
import dev.kedge.report.fingerprint.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintTest {
  private static final ReportParser PARSER = new ReportParser();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "task-hung-blocker | orchard_pick",
        "task-hung-network | bridge_tick",
      })
  void stackNamesWhoCanBeAtFault(String fixture, String stack) {
    assertThat(of(fixture).stack()).containsExactly(stack.split(" ", -1));
  }

  @ParameterizedTest
  @CsvSource({"rcu-stall-x86", "soft-lockup"})
  void aStalledProcessorsStackIsChance(String fixture) {
    assertThat(of(fixture).stack()).isEmpty();
  }

  @Test
  void aRunningOwnerIsKnownByWhatItWasAskedFor() {
    assertThat(of("task-hung-blocker").blocker())
        .contains(new Blocker("rw-semaphore", "orchard_count"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "is blocked on a mutex likely owned by task b:2. | mutex",
        "blocked on a semaphore likely last held by task b:2 | semaphore",
        "<reader> blocked on an rw-semaphore likely owned by task b:2 <writer> | rw-semaphore",
      })
  void everyWordingOfTheBlockerIsRead(String wording, String lock) {
    String log =
        """
        [  100.000000] INFO: task a:1 blocked for more than 122 seconds.
        [  100.000001]       Not tainted 6.17.2 #1
        [  100.000001] task:a   state:D stack:0 pid:1
        [  100.000001] Call Trace:
        [  100.000001]  schedule+0x27/0xf0
        [  100.000001]  gate_enter+0x27/0xf0
        [  100.000001] INFO: task a:1 %s
        [  100.000001] task:b   state:D stack:0 pid:2
        [  100.000001] Call Trace:
        [  100.000001]  schedule+0x27/0xf0
        [  100.000001]  io_schedule+0x27/0xf0
        [  100.000001]  disk_wait.isra.0+0x27/0xf0
        [  100.000001]  do_syscall_64+0x27/0xf0
        """
            .formatted(wording);
    assertThat(of(log.getBytes(StandardCharsets.UTF_8)).blocker())
        .contains(new Blocker(lock, "disk_wait"));
  }

  @Test
  void anOwnerThatIsNotFoundIsNoBlocker() {
    String log =
        """
        [  100.000000] INFO: task a:1 blocked for more than 122 seconds.
        [  100.000001] Call Trace:
        [  100.000001]  gate_enter+0x27/0xf0
        [  100.000001] INFO: task a:1 is blocked on a mutex, but the owner is not found.
        """;
    assertThat(of(log.getBytes(StandardCharsets.UTF_8)).blocker()).isEmpty();
  }

  @Test
  void aHangTellsHowLongItLasts() {
    Fingerprint print = of("task-hung-blocker");
    assertThat(print.ongoing()).isPresent();
    assertThat(print.ongoing().get().lasted()).isEqualTo(Duration.ofMinutes(2));
    assertThat(print.ongoing().get().key()).startsWith("picker:501 ");
    assertThat(of("null-dereference-x86").ongoing()).isEmpty();
  }

  @Test
  void aTextThatWasCutGivesItsTitles() {
    KernelReport report =
        PARSER.parse(Fixtures.named("kernel-bug").log()).getFirst().withText("[cut");
    assertThat(PARSER.fingerprint(report).titles()).startsWith(report.title());
    assertThat(PARSER.fingerprint(report).stack()).isEmpty();
    assertThat(PARSER.fingerprint(report.withText("")).stack()).isEmpty();
  }

  private static Fingerprint of(String fixture) {
    return of(Fixtures.named(fixture).log());
  }

  private static Fingerprint of(byte[] log) {
    List<KernelReport> reports = PARSER.parse(log);
    assertThat(reports).hasSize(1);
    return PARSER.fingerprint(reports.getFirst());
  }
}
