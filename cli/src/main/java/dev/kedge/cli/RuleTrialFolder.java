package dev.kedge.cli;

import dev.kedge.report.HostReport;
import dev.kedge.report.ReportParser;
import dev.kedge.report.carrier.CarrierException;
import dev.kedge.report.fingerprint.RuleChanges;
import dev.kedge.report.fingerprint.RuleTrial;
import dev.kedge.report.fingerprint.Sighting;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Tries rules against all logs below a directory; nothing is changed. */
final class RuleTrialFolder {
  private static final int DEPTH = 16;
  private static final int MAX_LOGS = 100_000;
  private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final ReportParser now = new ReportParser();
  private final ReportParser then;
  private final PrintWriter err;
  private int unreadable;

  RuleTrialFolder(ReportParser then, PrintWriter err) {
    this.then = then;
    this.err = err;
  }

  /**
   * What the rules would change.
   *
   * @throws IOException when the directory cannot be read
   */
  RuleChanges run(Path directory) throws IOException {
    List<Path> logs = logs(directory);
    RuleTrial trial = new RuleTrial();
    long told = System.nanoTime();
    for (int i = 0; i < logs.size(); i++) {
      if (System.nanoTime() - told > PROGRESS_NANOS) {
        told = System.nanoTime();
        err.println("kedge report: %d of %d logs".formatted(i, logs.size()));
        err.flush();
      }
      Path log = logs.get(i);
      String name = directory.relativize(log).toString();
      try {
        ReportInput input = new ReportInput(name, List.of(log));
        trial.add(sightings(now, input), sightings(then, input));
      } catch (IOException | CarrierException e) {
        unreadable++;
        String reason = e instanceof IOException io ? FileFailure.reason(io) : e.getMessage();
        err.println("kedge report: " + ReportText.name(name + ": " + reason));
      }
    }
    return trial.result();
  }

  /** Logs that could not be read; standard error has their names. */
  int unreadable() {
    return unreadable;
  }

  private static List<Path> logs(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new IOException(directory + ": not a directory");
    }
    try (Stream<Path> files = Files.walk(directory, DEPTH)) {
      List<Path> logs = files.filter(Files::isRegularFile).limit(MAX_LOGS + 1L).sorted().toList();
      if (logs.size() > MAX_LOGS) {
        throw new IOException(
            "%s: more than %d files; name a directory further down".formatted(directory, MAX_LOGS));
      }
      return logs;
    } catch (UncheckedIOException e) {
      throw new IOException(
          directory + ": " + FileFailure.reason(Objects.requireNonNull(e.getCause())), e);
    }
  }

  private static List<Sighting> sightings(ReportParser parser, ReportInput log) throws IOException {
    return log.reports(parser).stream()
        .map(HostReport::report)
        .map(r ->
            new Sighting(
                log.name(), r.startLine(), r.type().label(), r.title(), parser.fingerprint(r)))
        .toList();
  }
}
