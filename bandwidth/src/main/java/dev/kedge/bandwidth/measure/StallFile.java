package dev.kedge.bandwidth.measure;

import dev.kedge.bandwidth.BandwidthException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pauses that tasks of a measurement saw, from the file that lies beside it: {@code NAME-gaps.csv}
 * or {@code NAME-gaps.csv.gz} for {@code NAME.csv}. They tell the phases of tick and period timer.
 */
final class StallFile {
  private static final double NS_PER_MS = 1e6;
  private static final int MAX_LINES = 1_000_000;

  /** One pause of the first task of a run, nanoseconds since the start of its tasks. */
  record Stall(long startNs, long endNs) {}

  private final Map<List<String>, List<Stall>> stalls;

  private StallFile(Map<List<String>, List<Stall>> stalls) {
    this.stalls = stalls;
  }

  /** The pauses that belong to a measurement; none when there is no such file. */
  static StallFile beside(Path measurement) throws IOException {
    String name = String.valueOf(measurement.getFileName());
    String base = name.replaceFirst("\\.csv(\\.gz)?$", "");
    for (String suffix : List.of("-gaps.csv", "-gaps.csv.gz")) {
      Path file = measurement.resolveSibling(base + suffix);
      if (Files.isRegularFile(file)) {
        return read(file);
      }
    }
    return new StallFile(Map.of());
  }

  private static StallFile read(Path file) throws IOException {
    Map<List<String>, List<Stall>> stalls = new HashMap<>();
    try (BufferedReader reader = MeasurementFile.open(file)) {
      String header = reader.readLine();
      List<String> columns = header == null ? List.of() : List.of(header.split(",", -1));
      String text;
      for (int line = 2; (text = reader.readLine()) != null && line <= MAX_LINES; line++) {
        String[] values = text.split(",", -1);
        if (values.length != columns.size()) {
          throw new BandwidthException(
              "%s:%d: %d values, but the header names %d columns"
                  .formatted(file, line, values.length, columns.size()));
        }
        if (value(columns, values, "task").equals("0")) {
          stalls
              .computeIfAbsent(
                  List.of(
                      value(columns, values, "kernel"),
                      value(columns, values, "row"),
                      value(columns, values, "rep")),
                  _ -> new ArrayList<>())
              .add(stall(file, line, columns, values));
        }
      }
    }
    return new StallFile(stalls);
  }

  private static Stall stall(Path file, int line, List<String> columns, String[] values) {
    try {
      double start = Double.parseDouble(value(columns, values, "stall_start_ms"));
      double length = Double.parseDouble(value(columns, values, "stall_len_ms"));
      return new Stall(Math.round(start * NS_PER_MS), Math.round((start + length) * NS_PER_MS));
    } catch (NumberFormatException e) {
      throw new BandwidthException(
          "%s:%d: a pause needs a start and a length in milliseconds".formatted(file, line), e);
    }
  }

  private static String value(List<String> columns, String[] values, String column) {
    int at = columns.indexOf(column);
    return at < 0 ? "" : values[at].strip();
  }

  /** The pauses of a run's first task, in the order of time. */
  Optional<List<Stall>> of(MeasuredRun run) {
    return Optional.ofNullable(
        stalls.get(List.of(run.kernel(), run.row(), Integer.toString(run.repetition()))));
  }
}
