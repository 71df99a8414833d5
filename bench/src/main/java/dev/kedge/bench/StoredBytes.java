package dev.kedge.bench;

import dev.kedge.model.TimeRange;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampleCount;
import dev.kedge.profile.WindowMerger;
import dev.kedge.profile.pprof.PprofCodec;
import dev.kedge.store.Store;
import dev.kedge.store.StoreConfig;
import dev.kedge.store.telemetry.ProfileSelection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a store keeps for a sample, by part, from a recording of an agent (the windows in its
 * spool): {@code bench/stored-bytes}. Everything goes through the store's own way in, its rolls and
 * its joining, on a clock that is moved on.
 */
public final class StoredBytes {
  private static final Duration UPKEEP = Duration.ofMinutes(1);

  /** Sums of days that are over count with those of the current day. */
  private static final Map<String, String> PARTS = Map.of("sums", "blocks");

  private StoredBytes() {}

  /** Stands where it was set to. */
  private static final class MovedClock implements InstantSource {
    private Instant now;

    MovedClock(Instant now) {
      this.now = now;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  /**
   * Prints Markdown tables.
   *
   * @param args directory of a spool, hours to go on for, process ids to leave all others out, if
   *     any: with their names, as other processes of these names belong to them
   */
  public static void main(String[] args) throws IOException {
    SpooledWindows recording = SpooledWindows.read(Path.of(args[0]));
    int hours = Integer.parseInt(args[1]);
    if (args.length > 2) {
      recording =
          recording.only(
              row -> isWanted(row, Set.copyOf(Arrays.asList(args).subList(2, args.length))));
    }
    long samples = recording.samples();
    System.out.printf(
        Locale.ROOT,
        "%d windows, %d samples; uploaded %.2f, pprof.gz of each window %.2f bytes a sample%n%n",
        recording.windows().size(),
        samples,
        recording.uploadBytes() / (double) samples,
        pprofBytes(recording.windows()) / (double) samples);
    OrderEntropy order = OrderEntropy.of(recording.windows());
    System.out.printf(
        Locale.ROOT,
        "times by their sums alone: %.3f bytes a sample (ticks %.3f, tasks %.3f, stacks %.3f)%n%n",
        order.ticks() + order.tasks() + order.stacks(),
        order.ticks(),
        order.tasks(),
        order.stacks());
    System.out.println(
        "| span | samples | when | times | sums | samples | windows | stacks | symbols | both | all"
            + " |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
    run("as recorded", recording.windows(), recording.windows().size());
    int perHour = (int) (Duration.ofHours(1).toNanos() / length(recording.windows()).toNanos());
    if (hours > 0) {
      run("an hour", recording.windows(), perHour);
    }
    if (hours > 1) {
      run(hours + " hours", recording.windows(), hours * perHour);
    }
  }

  private static boolean isWanted(SampleCount row, Set<String> wanted) {
    return wanted.contains(String.valueOf(row.pid())) || wanted.contains(row.command());
  }

  private static Duration length(List<ProfileWindow> windows) {
    return Duration.between(windows.getFirst().range().start(), windows.getLast().range().end())
        .dividedBy(windows.size());
  }

  private static void run(String name, List<ProfileWindow> recorded, int count) throws IOException {
    Path directory = Files.createTempDirectory("kedge-stored-bytes");
    LongDay day = new LongDay(recorded, 1);
    Instant begin = recorded.getFirst().range().start().truncatedTo(ChronoUnit.DAYS);
    MovedClock now = new MovedClock(begin);
    StoreConfig config =
        StoreConfig.in(directory).withRetention(Duration.ofDays(36_500), Long.MAX_VALUE);
    long samples = 0;
    try (Store store = Store.open(config, now)) {
      Instant upkeep = begin;
      Instant start = begin;
      for (int i = 0; i < count; i++) {
        ProfileWindow window = day.window(i, start);
        samples += window.samples().stream().mapToLong(SampleCount::count).sum();
        store.profiles().append(window);
        start = window.range().end();
        now.now = start;
        if (Duration.between(upkeep, start).compareTo(UPKEEP) >= 0) {
          upkeep = start;
          store.maintain();
        }
      }
      now.now = now.now.plus(Duration.ofMinutes(6));
      store.maintain();
      print(name, samples, "at once", directory);
      settle(store, now, Duration.ofMinutes(80));
      print(name, samples, "after the hour", directory);
      settle(store, now, Duration.ofDays(1));
      print(name, samples, "after the day", directory);
      columns(samples, directory);
      reading(store, recorded.getFirst(), begin, count);
    } finally {
      delete(directory);
    }
    System.err.printf(
        Locale.ROOT,
        "%s: %d different stacks, growing with the power %.2f of the samples%n",
        name,
        day.stacks(),
        day.exponent());
  }

  private static void settle(Store store, MovedClock now, Duration wait) {
    now.now = now.now.plus(wait);
    for (int i = 0; i < 20; i++) {
      store.maintain();
    }
  }

  private static void print(String name, long samples, String when, Path directory)
      throws IOException {
    Map<String, Long> bytes = new TreeMap<>();
    for (Path file : files(directory)) {
      if (file.toString().endsWith(".parquet")) {
        String part = file.getFileName().toString().replaceFirst("-.*", "");
        bytes.merge(PARTS.getOrDefault(part, part), Files.size(file), Long::sum);
      }
    }
    String parts =
        Stream.of("timelines", "blocks", "samples", "windows", "stacks", "symbols", "dictionaries")
            .map(part -> perSample(bytes.getOrDefault(part, 0L), samples))
            .collect(Collectors.joining(" | "));
    long all = bytes.values().stream().mapToLong(Long::longValue).sum();
    System.out.printf(
        "| %s | %d | %s | %s | %s |%n", name, samples, when, parts, perSample(all, samples));
  }

  /** How long a question takes for all of the span and for ten seconds of it; the first unpacks. */
  private static void reading(Store store, ProfileWindow of, Instant begin, int count) {
    Instant end = begin.plus(of.range().duration().multipliedBy(count));
    for (TimeRange range :
        List.of(
            new TimeRange(begin, end),
            new TimeRange(begin.plusSeconds(30), begin.plusSeconds(40)))) {
      ProfileSelection selection = ProfileSelection.of(of.host(), range, of.kind());
      StringJoiner millis = new StringJoiner(", ");
      for (int i = 0; i < 9; i++) {
        long start = cpuMillis();
        store.profiles().query(selection);
        millis.add(String.valueOf(cpuMillis() - start));
      }
      System.out.println(
          "| | | reading " + range.duration().toSeconds() + " s, CPU ms | " + millis + " |");
    }
  }

  /** Of all threads: wall-clock time says nothing on a host that others use. */
  private static long cpuMillis() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
  }

  private static void columns(long samples, Path directory) throws IOException {
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT regexp_extract(file_name, '([a-z]+)-[^/]*$', 1) AS part, path_in_schema,"
                    + " CAST(sum(total_compressed_size) AS BIGINT) AS bytes FROM parquet_metadata('"
                    + directory
                    + "/*/*/**/*.parquet') GROUP BY ALL HAVING bytes * 500 > "
                    + samples
                    + " ORDER BY bytes DESC")) {
      StringJoiner columns = new StringJoiner(", ");
      while (rows.next()) {
        columns.add(
            "%s.%s %s"
                .formatted(
                    rows.getString(1),
                    rows.getString(2).replaceAll(", .*", ""),
                    perSample(rows.getLong(3), samples)));
      }
      System.out.println("| | | by column | " + columns + " |");
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  private static String perSample(long bytes, long samples) {
    return bytes == 0 ? "-" : String.format(Locale.ROOT, "%.3f", bytes / (double) samples);
  }

  private static long pprofBytes(List<ProfileWindow> windows) throws IOException {
    long bytes = 0;
    List<ProfileWindow> before = new ArrayList<>();
    for (ProfileWindow window : windows) {
      WindowMerger merger = new WindowMerger();
      before.forEach(merger::add);
      merger.add(window);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      PprofCodec.write(merger.merge(), out);
      bytes += out.size();
      before.add(window.withSamples(List.of()));
    }
    return bytes;
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> walk = Files.walk(directory)) {
      return walk.sorted(Comparator.reverseOrder()).toList();
    }
  }

  private static void delete(Path directory) throws IOException {
    for (Path file : files(directory)) {
      Files.delete(file);
    }
  }
}
