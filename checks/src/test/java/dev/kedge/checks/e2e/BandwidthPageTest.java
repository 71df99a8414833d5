package dev.kedge.checks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The bandwidth page in a real browser, over the real model. */
class BandwidthPageTest {
  @Test
  void aPersonChangesALimitAndSeesBothMechanisms(@TempDir Path data) {
    Browser browser = Browser.installed();
    try (RunningKedge kedge = RunningKedge.up("bandwidth-page", data)) {
      JsonNode seen = browser.bandwidth(kedge.address());

      assertThat(seen.path("timelines").asInt()).isEqualTo(2);
      assertThat(seen.path("curves").asInt()).isEqualTo(3);
      // Under A the lock waits for refills, so that fewer operations are done.
      assertThat(figure(seen, "stranded", "done", 0))
          .isLessThan(figure(seen, "stranded", "done", 1));
      assertThat(seen.path("tip").asString()).contains("held by", "its group is throttled");
      assertThat(seen.path("view").asString()).contains("..");
      assertThat(seen.path("spoken").asString()).contains("runs in the kernel");
      assertThat(seen.path("woken").path("max").size()).isEqualTo(3);
      changesOfALimit(seen);
      filesOfOnesOwn(seen);
      assertThat(seen.path("executed").size()).as("pages that ran hostile text").isZero();
      assertThat(seen.path("dialogs").size()).as("dialogs hostile text opened").isZero();
      assertThat(seen.path("elsewhere").size()).as("requests to other hosts: %s", seen).isZero();
      // The one file that was refused, as it should be.
      assertThat(seen.path("errors").valueStream().map(JsonNode::asString))
          .singleElement()
          .asString()
          .contains("400");
      assertThat(seen.path("narrowOverflow").asInt())
          .as("pixels too wide at 390 px")
          .isNotPositive();
    }
  }

  private static void changesOfALimit(JsonNode seen) {
    assertThat(seen.path("refused").asString()).startsWith("EINVAL").contains("1000");
    assertThat(seen.path("set").asString()).isEqualTo("/batch:50000 100000");
    long before = figure(seen, "back", "usage_usec", 0);
    assertThat(figure(seen, "widened", "usage_usec", 0)).isGreaterThan(before);
    assertThat(seen.path("reloaded")).isEqualTo(seen.path("widened"));
    assertThat(seen.path("slid").asString()).startsWith("/batch:").endsWith(" 100000");
  }

  private static void filesOfOnesOwn(JsonNode seen) {
    assertThat(seen.path("saved").asString())
        .contains("name: stranded-lock-holder", seen.path("slid").asString().replace(":", ": "));
    assertThat(figure(seen, "mine", "nr_periods", 0)).isEqualTo(10);
    assertThat(seen.path("mineReloaded")).isEqualTo(seen.path("mine"));
    assertThat(seen.path("mistake").asString()).contains("bad.yaml", "scenario:3", "workload");
  }

  private static long figure(JsonNode seen, String part, String name, int run) {
    return Long.parseLong(seen.path(part).path(name).path(run).asString());
  }
}
