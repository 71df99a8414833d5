package dev.kedge.store.issues;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.model.BootId;
import dev.kedge.model.HostId;
import dev.kedge.report.KernelReport;
import dev.kedge.report.Occurrence;
import dev.kedge.report.ReportParser;
import dev.kedge.report.rules.Severity;
import dev.kedge.store.Examples;
import dev.kedge.store.Store;
import dev.kedge.store.StoreConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Grouping by what reports show besides their titles. */
class IssueGroupingTest {
  private static final ReportParser PARSER = new ReportParser();
  private static final HostId OTHER = new HostId("web-2.example");

  private final Store store;
  private long sequence;

  IssueGroupingTest(@TempDir Path directory) {
    store = Store.open(StoreConfig.in(directory), InstantSource.fixed(Examples.NOON));
  }

  @AfterEach
  void end() {
    store.close();
  }

  private static KernelReport hung(
      int second, String task, int blocked, String victim, String owner) {
    String text =
        """
        [%5d.000000] INFO: task %s blocked for more than %d seconds.
        [%5d.000001]       Not tainted 6.17.2 #1
        [%5d.000002] Call Trace:
        [%5d.000003]  schedule+0x27/0xf0
        [%5d.000004]  %s+0x2b/0x1a0
        """
            .formatted(second, task, blocked, second, second, second, second, victim);
    if (!owner.isEmpty()) {
      text +=
          """
          [%5d.000005] INFO: task %s is blocked on a mutex likely owned by task keeper:77.
          [%5d.000006] task:keeper          state:D stack:0     pid:77
          [%5d.000007] Call Trace:
          [%5d.000008]  schedule+0x27/0xf0
          [%5d.000009]  %s+0x99/0x100
          """
              .formatted(second, task, second, second, second, second, owner);
    }
    List<KernelReport> reports = PARSER.parse(text.getBytes(UTF_8));
    assertThat(reports).hasSize(1);
    return reports.getFirst();
  }

  private Occurrence occurrence(HostId host, Optional<BootId> boot, KernelReport report) {
    return new Occurrence(
        host,
        boot,
        ++sequence,
        Examples.NOON.minusSeconds(3600).plus(report.uptime().orElseThrow()),
        true,
        "kmsg",
        report);
  }

  private Filed file(KernelReport report) {
    return store.issues().file(occurrence(Examples.HOST, Optional.of(Examples.BOOT), report));
  }

  private OccurrenceRecord newest(long issue) {
    return store.issues().occurrences(issue, Optional.empty(), 1).items().getFirst();
  }

  @Test
  void victimsOfOneHolderAreOneIssue() {
    assertThat(file(hung(100, "a:1", 122, "pond_dip", "pump_run")).issue()).isEqualTo(1);
    assertThat(file(hung(101, "b:2", 122, "lake_dip", "pump_run")).issue()).isEqualTo(1);
    assertThat(newest(1).why()).hasValue("same blocker: mutex held in pump_run");
    assertThat(store.issues().find(1).orElseThrow().grouping())
        .contains("What held them up: mutex held in pump_run.");
  }

  @Test
  void anotherHolderIsAnotherIssueAndSaysSo() {
    file(hung(100, "a:1", 122, "pond_dip", "pump_run"));
    Filed other = file(hung(101, "b:2", 122, "pond_dip", "sluice_open"));
    assertThat(other).isEqualTo(new Filed(2, 2, true, false, false));
    assertThat(newest(2).why().orElseThrow())
        .startsWith("not issue 1: same title: INFO: task hung in pond_dip, but another blocker");
    assertThat(file(hung(102, "c:3", 122, "pond_dip", "sluice_open")).issue()).isEqualTo(2);
    assertThat(file(hung(103, "d:4", 122, "pond_dip", "")).issue())
        .as("without a holder the title decides: the older issue")
        .isEqualTo(1);
  }

  @Test
  void aTaskReportedAgainIsOneOccurrenceWithADuration() {
    assertThat(file(hung(100, "a:1", 2, "pond_dip", "")))
        .isEqualTo(new Filed(1, 1, true, false, false));
    assertThat(file(hung(101, "a:1", 3, "pond_dip", "")))
        .isEqualTo(new Filed(1, 1, false, true, false));
    assertThat(file(hung(103, "a:1", 5, "pond_dip", "")))
        .isEqualTo(new Filed(1, 1, false, true, false));
    assertThat(file(hung(103, "b:2", 5, "pond_dip", "")))
        .isEqualTo(new Filed(1, 2, false, false, false));
    IssueDetail issue = store.issues().find(1).orElseThrow();
    assertThat(issue.summary().occurrences()).isEqualTo(2);
    List<OccurrenceRecord> found = store.issues().occurrences(1, Optional.empty(), 10).items();
    assertThat(found).extracting(OccurrenceRecord::times).containsExactly(1L, 3L);
    assertThat(found.getLast().lasted()).isEqualTo(Duration.ofSeconds(3));
    assertThat(issue.summary().lastSeen())
        .isEqualTo(Examples.NOON.minusSeconds(3600).plusSeconds(103));
  }

  @Test
  void sentAgainOrFromAnotherBootItIsNotCountedTwice() {
    file(hung(100, "a:1", 2, "pond_dip", ""));
    file(hung(101, "a:1", 3, "pond_dip", ""));
    assertThat(file(hung(101, "a:1", 3, "pond_dip", "")))
        .isEqualTo(new Filed(1, 1, false, true, true));
    assertThat(newest(1).times()).isEqualTo(2);
    KernelReport again = hung(102, "a:1", 4, "pond_dip", "");
    store.issues().file(occurrence(OTHER, Optional.of(Examples.BOOT), again));
    store.issues().file(occurrence(Examples.HOST, Optional.of(Examples.boot(2)), again));
    assertThat(store.issues().find(1).orElseThrow().summary().occurrences()).isEqualTo(3);
    assertThat(file(hung(900, "a:1", 2, "pond_dip", "")).duplicate()).isFalse();
    assertThat(store.issues().find(1).orElseThrow().summary().occurrences()).isEqualTo(4);
  }

  @Test
  void whatAnOlderVersionFiledIsStillRead(@TempDir Path directory) throws SQLException {
    KernelReport report = hung(100, "a:1", 2, "pond_dip", "");
    Occurrence first = occurrence(Examples.HOST, Optional.of(Examples.BOOT), report);
    try (Store before = Store.open(StoreConfig.in(directory), InstantSource.system())) {
      before.issues().file(first);
    }
    forgetFingerprints(directory.resolve("kedge.db"));
    try (Store after = Store.open(StoreConfig.in(directory), InstantSource.system())) {
      OccurrenceRecord old = after.issues().occurrences(1, Optional.empty(), 1).items().getFirst();
      assertThat(old.why()).isEmpty();
      assertThat(old.times()).isEqualTo(1);
      assertThat(old.lasted()).isZero();
      assertThat(old.severity()).as("worked out anew").isEqualTo(Severity.WORK_LOST);
      assertThat(after.issues().find(1).orElseThrow().summary().severity())
          .isEqualTo(Severity.WORK_LOST);
      assertThat(after.issues().file(first)).isEqualTo(new Filed(1, 1, false, false, true));
      Occurrence next =
          occurrence(OTHER, Optional.of(Examples.BOOT), hung(7, "b:2", 9, "pond_dip", "pump_run"));
      assertThat(after.issues().file(next).issue()).isEqualTo(1);
    }
  }

  /** Takes the database back to its first schema. */
  private static void forgetFingerprints(Path database) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE fleet_kernel");
      statement.execute("DROP INDEX issue_host_by_first_seen");
      for (String column :
          List.of("issue.kind", "issue.severity", "occurrence.severity", "occurrence.device")) {
        statement.execute(
            "ALTER TABLE %s DROP COLUMN %s".formatted((Object[]) column.split("\\.")));
      }
      statement.execute("DROP TABLE issue_mark");
      statement.execute("DROP INDEX occurrence_by_state");
      for (String column : List.of("why", "state", "times", "last_uptime_ns")) {
        statement.execute("ALTER TABLE occurrence DROP COLUMN " + column);
      }
      statement.execute("DELETE FROM schema_migration WHERE number >= 2");
    }
  }
}
