package dev.kedge.verify.machine;

import dev.kedge.verify.image.GuestSuite;
import dev.kedge.verify.result.CaseResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What the suites of one boot have done so far. Not thread-safe. */
final class SuiteBook {
  private static final int MAX_RESULTS = 10_000;

  private final Map<String, Page> pages = new LinkedHashMap<>();
  private Optional<Page> running = Optional.empty();

  SuiteBook(List<GuestSuite> suites) {
    suites.forEach(suite -> pages.put(suite.name(), new Page(suite.name())));
  }

  void start(String suite) {
    running = Optional.ofNullable(pages.get(suite));
    running.ifPresent(page -> {
      page.isStarted = true;
      page.startedAt = System.nanoTime();
    });
  }

  void result(CaseResult result) {
    running
        .filter(page -> page.results.size() < MAX_RESULTS)
        .ifPresent(page -> page.results.add(result));
  }

  void text(String line) {
    running
        .filter(page -> page.text.size() < SuiteRun.MAX_TEXT)
        .ifPresent(page -> page.text.add(line));
  }

  void end(String suite, int code) {
    running
        .filter(page -> page.name.equals(suite))
        .ifPresent(page -> {
          page.code = OptionalInt.of(code);
          page.wall = page.sinceStart();
        });
    running = Optional.empty();
  }

  Optional<String> running() {
    return running.map(page -> page.name);
  }

  Duration runningFor() {
    return running.map(Page::sinceStart).orElse(Duration.ZERO);
  }

  List<SuiteRun> suites() {
    return pages.values().stream().map(Page::run).toList();
  }

  /** One suite. */
  private static final class Page {
    final String name;
    final List<CaseResult> results = new ArrayList<>();
    final List<String> text = new ArrayList<>();
    boolean isStarted;
    long startedAt;
    OptionalInt code = OptionalInt.empty();
    Duration wall = Duration.ZERO;

    Page(String name) {
      this.name = name;
    }

    Duration sinceStart() {
      return Duration.ofNanos(System.nanoTime() - startedAt);
    }

    SuiteRun run() {
      Duration took = isStarted && code.isEmpty() ? sinceStart() : wall;
      return new SuiteRun(name, isStarted, results, text, code, took);
    }
  }
}
