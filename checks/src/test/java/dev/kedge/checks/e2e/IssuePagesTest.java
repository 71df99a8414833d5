package dev.kedge.checks.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The issues' pages in a real browser: a log is sent, ordered, and its hang understood. */
class IssuePagesTest {
  private static final String HUNG = "INFO: task hung in dock_land";
  private static final String NAME = "<img src=x onerror=\"kedgePwned=1\">";

  @Test
  void aPersonSendsALogAndSeesWhoHoldsItUp(@TempDir Path directory) throws IOException {
    Browser browser = Browser.installed();
    Path log = directory.resolve("console.log");
    Files.writeString(log, log());
    try (RunningKedge kedge = RunningKedge.up("issue-pages", directory.resolve("data"))) {
      JsonNode seen = browser.issues(kedge.address(), log, "port-1", HUNG);

      assertThat(seen.path("uploaded").asString()).contains(HUNG).contains("1 event");
      assertThat(texts(seen, "fleet"))
          .as("a hang takes more than a reset")
          .containsSubsequence(HUNG, "NVMe timeout: aborting");
      assertThat(texts(seen, "security")).hasSameSizeAs(texts(seen, "fleet"));
      assertThat(texts(seen, "security").getLast()).isEqualTo("NVMe timeout: aborting");
      assertThat(texts(seen, "storage")).containsExactly("NVMe timeout: aborting");

      assertThat(seen.path("root").asString()).isIn("runnable", "running");
      assertThat(seen.path("hang").asString()).contains("crane:77").contains(NAME);
      assertThat(seen.path("boxes").asInt()).isEqualTo(2);
      assertThat(seen.path("arrows").asInt()).isEqualTo(1);
      assertThat(seen.path("dot").asString()).startsWith("digraph hangs {").contains("crane:77");
      assertThat(seen.path("why").asString()).contains("The same issue").contains("dock_land");
      assertThat(seen.path("compared").asString()).contains("Not the same issue");

      assertThat(seen.path("executed").size()).as("pages that ran hostile text").isZero();
      assertThat(seen.path("dialogs").size()).as("dialogs hostile text opened").isZero();
      assertThat(seen.path("elsewhere").size()).as("requests to other hosts: %s", seen).isZero();
      assertThat(seen.path("errors").size()).as("errors: %s", seen.path("errors")).isZero();
      assertThat(seen.path("narrowOverflow").asInt())
          .as("pixels too wide at 390 px")
          .isNotPositive();
    }
  }

  private static List<String> texts(JsonNode seen, String name) {
    return seen.path(name).valueStream().map(JsonNode::asString).toList();
  }

  /** An oops, a hang of a task with a hostile name, and a device that was reset. */
  private static String log() throws IOException {
    try (InputStream oops = IssuePagesTest.class.getResourceAsStream("/e2e/null-dereference.log")) {
      if (oops == null) {
        throw new AssertionError("the resource e2e/null-dereference.log is missing");
      }
      return new String(oops.readAllBytes(), UTF_8)
          + """
          [90500.000000] INFO: task %s:41 blocked for more than 122 seconds.
          [90500.000001]       Not tainted 6.17.2 #1
          [90500.000002] task:%s state:D stack:0     pid:41
          [90500.000003] Call Trace:
          [90500.000004]  <TASK>
          [90500.000005]  schedule+0x27/0xf0
          [90500.000006]  schedule_preempt_disabled+0x15/0x30
          [90500.000007]  __mutex_lock.constprop.0+0x3a1/0x6f0
          [90500.000008]  dock_land+0x28/0x60
          [90500.000009]  </TASK>
          [90500.000010] INFO: task %s:41 is blocked on a mutex likely owned by task crane:77.
          [90500.000011] task:crane           state:R  running task     stack:0     pid:77
          [90500.000012] Call Trace:
          [90500.000013]  <TASK>
          [90500.000014]  crane_lift+0x10/0x20
          [90500.000015]  </TASK>
          [90700.000000] nvme nvme0: I/O 7 QID 5 timeout, aborting
          """
              .replace("%s", NAME);
    }
  }
}
