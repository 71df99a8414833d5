package dev.kedge.checks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Hosts of two kernels with the same work: what costs more on the newer one is found by the command
 * line, and on the page in one click. No kernel this host may run lies between the two.
 */
class FleetProfilesTest {
  private static final int SECONDS = 60;
  private static final int PER_SECOND = 50;

  @TempDir private Path directory = Path.of("");

  /** Two minutes ago, at a full ten seconds. */
  private final Instant start =
      Instant.ofEpochSecond(Instant.now().getEpochSecond() / 10 * 10 - 120);

  @Test
  void whatCostsMoreOnTheNewerKernelIsFound() throws IOException {
    try (RunningKedge kedge =
        RunningKedge.up("fleet", directory.resolve("data"), "--frequency", "1")) {
      for (String host : List.of("old-1", "old-2", "new-1", "new-2")) {
        imported(kedge.address(), host);
      }

      Command regress =
          kedge(
              "profile",
              "regress",
              "--kernel",
              "99.2",
              "--base-kernel",
              "99.1",
              "--filter",
              "command=shop",
              "--last",
              SECONDS + "s",
              "--to",
              end().toString(),
              "--server",
              kedge.address().toString());
      assertThat(regress.exitCode()).as(regress.err()).isEqualTo(1);
      assertThat(regress.out()).contains("reclaim_pages", "regression");

      Command diff =
          kedge(
              "profile",
              "diff",
              "--filter",
              "kernel=99.2.* command=shop",
              "--base-filter",
              "kernel=99.1.* command=shop",
              "--last",
              SECONDS + "s",
              "--to",
              end().toString(),
              "--server",
              kedge.address().toString());
      assertThat(diff.exitCode()).as(diff.err()).isZero();
      assertThat(diff.out()).contains("reclaim_pages");

      seen(Browser.installed(), kedge.address());
    }
  }

  private void seen(Browser browser, URI address) {
    JsonNode seen = browser.profiles(address, "range=%s..%s".formatted(start, end()));
    assertThat(seen.path("filter").asString()).isEqualTo("kernel=99.2.4");
    assertThat(seen.path("baseFilter").asString()).isEqualTo("kernel=99.1.3");
    assertThat(seen.path("risen").asString()).contains("reclaim_pages", "costs more");
    assertThat(seen.path("pairBefore").asString()).isEqualTo("99.1.3");
    assertThat(seen.path("pairFilter").asString()).isEqualTo("kernel=99.1.3");
    assertThat(seen.path("pairBaseFilter").asString()).isEqualTo("kernel=99.2.4");
    long all = 4L * SECONDS * PER_SECOND;
    assertThat(seen.path("all").asLong()).isEqualTo(all);
    assertThat(seen.path("chosen").asString()).isEqualTo("command=shop");
    assertThat(seen.path("filtered").asLong()).isBetween(1L, all - 1);
    assertThat(seen.path("errors").size()).as("errors: %s", seen.path("errors")).isZero();
    assertThat(seen.path("narrowOverflow").asInt()).isNotPositive();
  }

  private Instant end() {
    return start.plusSeconds(SECONDS);
  }

  private void imported(URI server, String host) throws IOException {
    boolean newer = host.startsWith("new");
    Path script = directory.resolve(host + ".txt");
    Files.writeString(script, script(newer ? 12 : 5, host.hashCode()));
    Command done =
        kedge(
            "profile",
            "import",
            script.toString(),
            "--host",
            host,
            "--kernel",
            newer ? "99.2.4" : "99.1.3",
            "--at",
            start.toString(),
            "--server",
            server.toString());
    assertThat(done.exitCode()).as(done.err()).isZero();
  }

  /** Text of {@code perf script}: of each second's samples so many in a function of the kernel. */
  private static String script(int costs, int seed) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < SECONDS * PER_SECOND; i++) {
      int n = Math.floorMod(i * 17 + seed, PER_SECOND);
      String command = n >= PER_SECOND - 5 ? "cron" : "shop";
      text.append(
          String.format(
              Locale.ROOT,
              "%s 100/100 [%03d] %d.%06d: cpu-clock: %n",
              command,
              i % 2,
              1000 + i / PER_SECOND,
              i % PER_SECOND * 20_000));
      if (n < costs) {
        text.append("\tffffffff81000010 reclaim_pages+0x10 ([kernel.kallsyms])\n");
      }
      text.append("\t401000 serve+0x0 (/usr/bin/shop)\n\n");
    }
    return text.toString();
  }

  private static Command kedge(String... arguments) {
    List<String> command = new ArrayList<>(List.of(Distribution.launcher().toString()));
    command.addAll(List.of(arguments));
    return Command.run(command, Map.of(), new byte[0]);
  }
}
