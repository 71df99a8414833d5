package dev.kedge.bandwidth.measure;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.CpuSet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.zip.GZIPInputStream;

/**
 * Reads measurements: comma-separated values with a header, one line per group of a run; {@code
 * .gz} is unpacked.
 *
 * <p>Columns are found by name; {@code kernel} and {@code mode} may be missing, others of no use
 * here are passed over.
 */
public final class MeasurementFile {
  private static final int MAX_LINES = 100_000;
  private static final int MAX_LINE_LENGTH = 1 << 16;
  private static final int MAX_TASKS = 10_000;

  private final Path file;
  private final Map<String, Integer> columns = new HashMap<>();

  private MeasurementFile(Path file) {
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @throws BandwidthException with file and line when a value cannot be used
   * @throws IOException when the file cannot be read
   */
  public static List<MeasuredRun> read(Path file) throws IOException {
    return new MeasurementFile(file).runs();
  }

  private List<MeasuredRun> runs() throws IOException {
    Map<List<String>, List<MeasuredGroup>> groups = new LinkedHashMap<>();
    try (BufferedReader reader = open(file)) {
      String header = reader.readLine();
      if (header == null) {
        throw new BandwidthException("%s is empty: expected a header line".formatted(file));
      }
      String[] names = header.split(",", -1);
      for (int i = 0; i < names.length; i++) {
        columns.put(names[i].strip(), i);
      }
      int number = 1;
      String text;
      while ((text = reader.readLine()) != null) {
        number++;
        if (number > MAX_LINES || text.length() > MAX_LINE_LENGTH) {
          throw new BandwidthException(
              "%s:%d: more than %d lines or %d characters in one"
                  .formatted(file, number, MAX_LINES, MAX_LINE_LENGTH));
        }
        if (!text.isBlank()) {
          Line line = new Line(number, text.split(",", -1));
          List<String> run =
              List.of(
                  line.text("kernel", ""),
                  line.text("mode", ""),
                  line.text("row"),
                  line.text("rep"));
          groups.computeIfAbsent(run, _ -> new ArrayList<>()).add(group(line));
        }
      }
    } catch (MalformedInputException e) {
      throw new BandwidthException("%s is not text".formatted(file), e);
    }
    List<MeasuredRun> runs = new ArrayList<>();
    groups.forEach((run, members) -> runs.add(run(run, members)));
    return runs;
  }

  static BufferedReader open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    if (file.toString().endsWith(".gz")) {
      in = new GZIPInputStream(in);
    }
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
  }

  private MeasuredRun run(List<String> key, List<MeasuredGroup> groups) {
    int repetition;
    try {
      repetition = Integer.parseInt(key.get(3));
    } catch (NumberFormatException e) {
      throw new BandwidthException(
          "%s:%d: column rep holds '%s', expected a number"
              .formatted(file, groups.getFirst().line(), key.get(3)),
          e);
    }
    for (MeasuredGroup group : groups) {
      boolean there =
          group.parent().isEmpty()
              || groups.stream()
                  .anyMatch(g -> g.line() != group.line() && g.group().equals(group.parent()));
      if (!there) {
        throw new BandwidthException(
            "%s:%d: group '%s' is below '%s', which this run does not have"
                .formatted(file, group.line(), group.group(), group.parent()));
      }
    }
    return new MeasuredRun(
        key.get(0), key.get(1).startsWith("icount"), key.get(2), repetition, groups);
  }

  private MeasuredGroup group(Line line) {
    String parent = line.text("parent");
    return new MeasuredGroup(
        line.number,
        line.text("group"),
        parent.equals("-") ? "" : parent,
        limit(line),
        line.count("shares", 1 << 24),
        new MeasuredGroup.Load(
            line.count("nspin", MAX_TASKS),
            line.count("nper", MAX_TASKS),
            line.number("C_us"),
            line.number("T_us"),
            line.text("phase").equals("s"),
            line.count("nkspin", MAX_TASKS),
            line.number("kKiB")),
        cpus(line),
        values(line));
  }

  private CpuLimit limit(Line line) {
    try {
      long quota = line.number("quota_us");
      return new CpuLimit(
          quota < 0 ? CpuLimit.UNLIMITED : quota,
          line.number("period_us"),
          line.number("burst_us"));
    } catch (BandwidthException e) {
      throw new BandwidthException("%s:%d: %s".formatted(file, line.number, e.getMessage()), e);
    }
  }

  private CpuSet cpus(Line line) {
    String mask = line.text("cpumask");
    try {
      long bits = Long.parseUnsignedLong(mask, 16);
      int[] cpus = new int[Long.bitCount(bits)];
      int found = 0;
      for (int cpu = 0; cpu < Long.SIZE; cpu++) {
        if ((bits >>> cpu & 1) == 1) {
          cpus[found++] = cpu;
        }
      }
      if (found > 0) {
        return CpuSet.of(cpus);
      }
    } catch (NumberFormatException e) {
      throw line.fault("cpumask", mask, "a hexadecimal mask", e);
    }
    throw line.fault("cpumask", mask, "a mask with at least one CPU", null);
  }

  private static MeasuredGroup.Values values(Line line) {
    boolean responses = line.number("jobs_done") > 0;
    return new MeasuredGroup.Values(
        line.number("dur_ns"),
        line.number("nr_periods"),
        line.number("nr_throttled"),
        line.number("throttled_ns"),
        line.number("throttled_local_ns"),
        line.number("nr_bursts"),
        line.number("burst_ns"),
        line.number("usage_ns"),
        line.sum("task_cpu_ns"),
        line.sum("task_user_ns"),
        line.number("jobs_done"),
        responses ? OptionalDouble.of((double) line.number("resp_p50_us")) : OptionalDouble.empty(),
        responses ? OptionalDouble.of((double) line.number("resp_p99_us")) : OptionalDouble.empty(),
        line.number("stall_max_us"),
        line.number("outside_busy_ns"));
  }

  /** One line, its values found by the header's names. */
  private final class Line {
    private final int number;
    private final String[] values;

    Line(int number, String[] values) {
      this.number = number;
      this.values = values;
      if (values.length != columns.size()) {
        throw new BandwidthException(
            "%s:%d: %d values, but the header names %d columns"
                .formatted(file, number, values.length, columns.size()));
      }
    }

    String text(String column) {
      Integer at = columns.get(column);
      if (at == null) {
        throw new BandwidthException("%s:1: there is no column %s".formatted(file, column));
      }
      return values[at].strip();
    }

    String text(String column, String missing) {
      return columns.containsKey(column) ? text(column) : missing;
    }

    long number(String column) {
      String text = text(column);
      try {
        return text.isEmpty() ? 0 : Long.parseLong(text);
      } catch (NumberFormatException e) {
        throw fault(column, text, "a whole number", e);
      }
    }

    int count(String column, int most) {
      long value = number(column);
      if (value < 0 || value > most) {
        throw fault(column, Long.toString(value), "0 to " + most, null);
      }
      return (int) value;
    }

    long sum(String column) {
      long sum = 0;
      for (String part : text(column).split(";", -1)) {
        try {
          sum += part.isBlank() ? 0 : Long.parseLong(part.strip());
        } catch (NumberFormatException e) {
          throw fault(column, part, "whole numbers separated by semicolons", e);
        }
      }
      return sum;
    }

    BandwidthException fault(
        String column,
        String found,
        String expected,
        @org.jspecify.annotations.Nullable Exception e) {
      String message =
          "%s:%d: column %s holds '%s', expected %s"
              .formatted(file, number, column, found, expected);
      return e == null ? new BandwidthException(message) : new BandwidthException(message, e);
    }
  }
}
