package dev.kedge.store.parquet;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The tables of Parquet files, with columns and the order of rows. Times are whole microseconds
 * since 1970 UTC; types are those that DuckDB and Spark share.
 */
public enum Table {
  /**
   * How often a stack was seen in a thread during a window, and when; {@code namespaces} is null,
   * and the column missing where all are, of processes in those of the host.
   */
  SAMPLES(
      "samples",
      "profiles",
      "host VARCHAR, boot VARCHAR, sequence BIGINT, start_us BIGINT, end_us BIGINT, kind VARCHAR,"
          + " period_ns BIGINT, cgroup VARCHAR, pid INTEGER, command VARCHAR, stack_id BIGINT,"
          + " samples BIGINT, tid INTEGER, thread VARCHAR, moments BLOB, namespaces VARCHAR",
      "host, kind, cgroup, command, pid, tid, thread, stack_id, start_us, sequence"),
  /**
   * The samples of many windows, added up; {@code block} tells the timeline that has their times,
   * null where they have none.
   */
  BLOCKS(
      "blocks",
      "profiles",
      "host VARCHAR, boot VARCHAR, block BIGINT, start_us BIGINT, end_us BIGINT, kind VARCHAR,"
          + " period_ns BIGINT, cgroup VARCHAR, pid INTEGER, command VARCHAR, stack_id BIGINT,"
          + " samples BIGINT, tid INTEGER, thread VARCHAR, namespaces VARCHAR",
      "host, kind, boot, cgroup, command, pid, tid, thread, stack_id, start_us, block"),
  /**
   * Blocks of days that are over, a row each: tasks and counts as {@link
   * dev.kedge.profile.compact.PackedSums}, stacks by their numbers in {@link #DICTIONARIES}.
   */
  SUMS(
      "sums",
      "profiles",
      "host VARCHAR, boot VARCHAR, block BIGINT, start_us BIGINT, end_us BIGINT, kind VARCHAR,"
          + " period_ns BIGINT, samples BIGINT, sums BLOB",
      "host, kind, start_us, block"),
  /**
   * When the samples of each block were taken; {@code format} is that of the bytes, null before
   * there were several.
   */
  TIMELINES(
      "timelines",
      "timelines",
      "host VARCHAR, boot VARCHAR, block BIGINT, start_us BIGINT, end_us BIGINT, kind VARCHAR,"
          + " period_ns BIGINT, windows INTEGER, samples BIGINT, timeline BLOB, format INTEGER",
      "host, start_us, block"),
  /** Profile windows, those without samples too. */
  WINDOWS(
      "windows",
      "windows",
      "host VARCHAR, boot VARCHAR, sequence BIGINT, start_us BIGINT, end_us BIGINT, kind VARCHAR,"
          + " period_ns BIGINT, samples BIGINT, lost BIGINT",
      "host, start_us, sequence"),
  /** Readings of vital signs. */
  VITALS(
      "vitals",
      "vitals",
      "host VARCHAR, vital VARCHAR, scope VARCHAR, at_us BIGINT, value DOUBLE",
      "host, vital, scope, at_us"),
  /** Frames of each stack, leaf first; one dictionary per day for all hosts. */
  STACKS("stacks", "stacks", "stack_id BIGINT, frame_ids BIGINT[]", "stack_id"),
  /** What each frame is; one dictionary per day for all hosts. */
  SYMBOLS(
      "symbols",
      "symbols",
      "frame_id BIGINT, origin VARCHAR, module VARCHAR, build_id VARCHAR, code_offset BIGINT,"
          + " reason VARCHAR, function VARCHAR",
      "frame_id"),
  /**
   * Dictionaries of days that are over, a row each: frames and stacks as {@link
   * dev.kedge.profile.compact.StackDictionary}. Never changed, as {@link #SUMS} tell stacks by
   * their numbers in them.
   */
  DICTIONARIES(
      "dictionaries",
      "stacks",
      "dictionary BIGINT, frames INTEGER, stacks INTEGER, content BLOB",
      "dictionary"),
  /**
   * The frames of a dictionary of a day that is over, numbered, as earlier versions wrote them.
   * {@code frame_id} is only there where it is not that of the content, {@code code_offset} where
   * it is not that of the name.
   */
  NAMES(
      "names",
      "symbols",
      "dictionary BIGINT, number INTEGER, frame_id BIGINT, origin VARCHAR, module VARCHAR,"
          + " build_id VARCHAR, code_offset BIGINT, reason VARCHAR, function VARCHAR",
      "dictionary, number"),
  /**
   * The stacks of such a dictionary, in the order of their frames from the outermost in: so many
   * {@code shared} with the stack before, then the numbers of the others.
   */
  PATHS(
      "paths",
      "stacks",
      "dictionary BIGINT, number INTEGER, stack_id BIGINT, shared INTEGER, frames INTEGER[]",
      "dictionary, number");

  private static final Pattern TYPED_COLUMN = Pattern.compile("(\\w+) ([A-Z]+(?:\\[])?)");

  private final String sqlName;
  private final String directory;
  private final String columns;
  private final String order;

  Table(String sqlName, String directory, String columns, String order) {
    this.sqlName = sqlName;
    this.directory = directory;
    this.columns = columns;
    this.order = order;
  }

  /** Name in the manifest. */
  public String sqlName() {
    return sqlName;
  }

  /** Directory of its files, below the store's. */
  public String directory() {
    return directory;
  }

  /** True of the dictionaries, whose files hold a day of all hosts. */
  public boolean isDictionary() {
    return switch (this) {
      case STACKS, SYMBOLS, DICTIONARIES, NAMES, PATHS -> true;
      case SAMPLES, BLOCKS, SUMS, TIMELINES, WINDOWS, VITALS -> false;
    };
  }

  /** Whether its rows are samples, which need the dictionaries of their day. */
  public boolean isSamples() {
    return this == SAMPLES || this == BLOCKS || this == SUMS;
  }

  /** The version of Parquet's encodings that makes its files small, found by trying. */
  String encodings() {
    return this == WINDOWS ? "V2" : "V1";
  }

  /** A column that files have only where it has values; empty where there is none. */
  Optional<String> sparseColumn() {
    return this == SAMPLES || this == BLOCKS ? Optional.of(NamespaceColumn.NAME) : Optional.empty();
  }

  String columns() {
    return columns;
  }

  /** A query for no rows that has all columns, which files of earlier versions may not. */
  String noRows() {
    return TYPED_COLUMN
        .matcher(columns)
        .replaceAll(column -> "CAST(NULL AS %s) AS %s".formatted(column.group(2), column.group(1)))
        .transform("SELECT %s WHERE false"::formatted);
  }

  String order() {
    return order;
  }

  /** The table of that name. */
  public static Table of(String sqlName) {
    for (Table table : values()) {
      if (table.sqlName.equals(sqlName)) {
        return table;
      }
    }
    throw new IllegalArgumentException("table \"%s\" is not known".formatted(sqlName));
  }
}
