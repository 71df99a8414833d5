package dev.kedge.checks.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A headless Chromium that works with pages and tells what it saw: {@code checks/browser}. */
final class Browser {
  private static final Path PACKAGE = Distribution.root().resolve("checks/browser");

  private final Path chromium;

  private Browser(Path chromium) {
    this.chromium = chromium;
  }

  /** Skips the test where there is no Chromium or Node; installs the driver's package if absent. */
  static Browser installed() {
    Optional<Path> chromium = find("chromium", "chromium-browser", "google-chrome");
    assumeTrue(
        chromium.isPresent(),
        "BROWSER TEST SKIPPED: no chromium (Debian: apt-get install chromium)");
    assumeTrue(
        Distribution.installed("npm"), "BROWSER TEST SKIPPED: no npm to get its driver with");
    if (!Files.exists(PACKAGE.resolve("node_modules/playwright-core/package.json"))) {
      Command install =
          Command.run(
              List.of("npm", "--prefix", PACKAGE.toString(), "ci", "--ignore-scripts"),
              Map.of(),
              new byte[0]);
      if (install.exitCode() != 0) {
        throw new AssertionError("npm ci in checks/browser: " + install.err());
      }
    }
    return new Browser(chromium.orElseThrow());
  }

  /**
   * Opens the pages of these hosts and of the issue with that title.
   *
   * @param hosts host names, and what to search for in the first one's flame graph
   * @return what {@code looks.mjs} prints
   */
  JsonNode look(URI base, List<String> hosts, String search, String issue) {
    return run(
        "looks.mjs",
        base,
        Map.of(
            "hosts",
            hosts.stream().map(host -> Map.of("host", host, "search", search)).toList(),
            "issues",
            Map.of("title", issue)));
  }

  /**
   * Works with the bandwidth page.
   *
   * @return what {@code bandwidth.mjs} prints
   */
  JsonNode bandwidth(URI base) {
    return run("bandwidth.mjs", base, Map.of());
  }

  /**
   * Sends a log of a host on the issues page and looks at the issue of a hang in it.
   *
   * @return what {@code issues.mjs} prints
   */
  JsonNode issues(URI base, Path log, String host, String hung) {
    return run("issues.mjs", base, Map.of("file", log.toString(), "host", host, "hung", hung));
  }

  /**
   * Looks at the merge queue and at one proposal that was sent back, and withdraws one that waits.
   *
   * @return what {@code queue.mjs} prints
   */
  JsonNode queue(URI base, long bad) {
    return run("queue.mjs", base, Map.of("bad", bad));
  }

  /**
   * Looks at the debt of a tree.
   *
   * @return what {@code debt.mjs} prints
   */
  JsonNode debt(URI base) {
    return run("debt.mjs", base, Map.of());
  }

  /**
   * Selects a span in the heat map of a host.
   *
   * @param query what the page's address says about range and filters
   * @return what {@code heat.mjs} prints
   */
  JsonNode heat(URI base, String host, String query, long fromMillis, long toMillis) {
    return run(
        "heat.mjs", base, Map.of("host", host, "query", query, "from", fromMillis, "to", toMillis));
  }

  /**
   * Compares two kernels on the page of profiles, and narrows the samples down.
   *
   * @param query what the page's address says about the range
   * @return what {@code profiles.mjs} prints
   */
  JsonNode profiles(URI base, String query) {
    return run("profiles.mjs", base, Map.of("query", query));
  }

  private JsonNode run(String script, URI base, Map<String, ?> more) {
    JsonMapper json = JsonMapper.shared();
    Map<String, Object> wanted = new HashMap<>(more);
    wanted.put("base", base.toString());
    wanted.put("chromium", chromium.toString());
    wanted.put("screenshots", Distribution.screenshots().toString());
    Command node =
        Command.run(
            List.of("node", PACKAGE.resolve(script).toString(), json.writeValueAsString(wanted)),
            Map.of(),
            new byte[0]);
    if (node.exitCode() != 0) {
      throw new AssertionError("what the browser said: " + node.err());
    }
    return json.readTree(node.out());
  }

  private static Optional<Path> find(String... programs) {
    return Stream.of(programs)
        .flatMap(program ->
            Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .map(directory -> Path.of(directory, program)))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
