package dev.kedge.checks.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The pages in a real browser: they show what was measured, and text from outside stays text. */
class BrowserTest {
  private static final String HOSTILE = "<img src=x onerror=\"kedgePwned=1\">";
  private static final String BLAMED = "gadget_queue_drain";

  @Test
  void pagesShowTheHostAndItsIssuesAndRunNothingFromOutside(@TempDir Path data)
      throws IOException, InterruptedException {
    assumeTrue(Distribution.isRoot(), "profiling every process needs root");
    Browser browser = Browser.installed();
    try (RunningKedge kedge = RunningKedge.up("browser", data);
        Burner burner = Burner.start()) {
      Api api = kedge.api();
      String host = api.firstHost(Duration.ofSeconds(60));
      WindowLoad hostile =
          new WindowLoad(
              "hostile-host",
              HOSTILE,
              Instant.now().minus(Duration.ofMinutes(2)).truncatedTo(ChronoUnit.SECONDS),
              1);
      hostile.send(api, 3);
      JsonNode filed = api.console("crashed-host", "<b>" + HOSTILE + ".log", hostileLog());
      assertThat(filed.path("reports").size()).isEqualTo(1);
      String title = filed.path("reports").get(0).path("title").asString();
      awaitSamples(api, host, burner);

      JsonNode seen =
          browser.look(kedge.address(), List.of(host, hostile.host()), Burner.FUNCTION, title);

      showsTheHost(seen.path("hosts").get(0), api.get("/api/v1/hosts/" + Api.encoded(host)));
      assertThat(seen.path("hosts").get(1).path("top").asString()).contains("<img src=x");
      assertThat(seen.path("issues").path("title").asString()).contains(title);
      assertThat(seen.path("issues").path("table").asString()).contains(title);
      assertThat(seen.path("issues").path("text").asString()).contains("Comm: " + HOSTILE);
      assertThat(seen.path("executed").size()).as("pages that ran hostile text").isZero();
      assertThat(seen.path("dialogs").size()).as("dialogs hostile text opened").isZero();
      assertThat(seen.path("elsewhere").size()).as("requests to other hosts: %s", seen).isZero();
      assertThat(seen.path("errors").size()).as("errors: %s", seen.path("errors")).isZero();
      assertThat(seen.path("narrowOverflow").asInt())
          .as("pixels too wide at 390 px")
          .isNotPositive();
    }
  }

  private static void showsTheHost(JsonNode page, JsonNode host) {
    assertThat(page.path("identity").asString())
        .contains(host.path("identity").path("kernel").asString());
    assertThat(page.path("flameLabel").asString()).contains("Flame graph of");
    assertThat(page.path("flameColours").asInt()).as("colours on the flame graph").isGreaterThan(2);
    assertThat(page.path("vitalColours").asInt()).as("colours on the time lines").isGreaterThan(2);
    assertThat(page.path("cost").asString()).containsIgnoringCase("cpu");
    assertThat(page.path("top").asString()).contains(Burner.FUNCTION);
  }

  private static void awaitSamples(Api api, String host, Burner burner) {
    Instant from = Instant.now().minus(Duration.ofMinutes(5));
    Patience.until(
        Duration.ofSeconds(60),
        "samples of the burner",
        () -> {
          FlameColumns flame =
              new FlameColumns(
                  api.get(
                      "/api/v1/hosts/%s/flame?%s&pid=%d"
                          .formatted(
                              Api.encoded(host), Api.range(from, Instant.now()), burner.pid())));
          return flame.totalOf(Burner.FUNCTION) > 20 ? Optional.of(flame) : Optional.empty();
        });
  }

  /** A real-looking oops whose process has a name that would run in a careless page. */
  private static String hostileLog() throws IOException {
    try (InputStream log = BrowserTest.class.getResourceAsStream("/e2e/null-dereference.log")) {
      if (log == null) {
        throw new AssertionError("the resource e2e/null-dereference.log is missing");
      }
      String text = new String(log.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(text).contains(BLAMED).contains("Comm: gadgetd");
      return text.replace("Comm: gadgetd", "Comm: " + HOSTILE)
          .replace("gadgetfs dummy_hcd", "<script>kedgePwned=1</script> \u001b[31mred\u0007");
    }
  }
}
