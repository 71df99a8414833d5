package dev.kedge.store.telemetry;

import dev.kedge.profile.compact.CompactException;
import dev.kedge.profile.compact.PackedSums;
import dev.kedge.profile.compact.StackDictionary;
import dev.kedge.store.parquet.Table;
import dev.kedge.store.sql.Query;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The packed sums of blocks that share an instant with a span, block after block. */
final class SumsReading {
  /** Blocks in memory at once. */
  private static final int BATCH = 8;

  private final Connection connection;
  private final Questions.Sources sources;
  private final Span span;

  SumsReading(Connection connection, Questions.Sources sources, Span span) {
    this.connection = connection;
    this.sources = sources;
    this.span = span;
  }

  /** A block without the times of its samples. */
  record Block(long number, long start, long end, PackedSums sums) {}

  /** Takes each block. */
  @FunctionalInterface
  interface Visitor {
    void block(Block block) throws SQLException;
  }

  /**
   * Hands over blocks.
   *
   * @param limit a condition of {@link Span} that takes its limits, or empty
   */
  void read(String limit, Visitor visitor) throws SQLException {
    Optional<String> files =
        sources.ofHost(Table.SUMS, span.host().value(), span.start(), span.end());
    if (files.isEmpty()) {
      return;
    }
    Map<Long, StackDictionary> dictionaries = sources.packed(connection, span.start(), span.end());
    List<Long> numbers =
        select("block", files.get(), limit)
            .and(" ORDER BY start_us, block")
            .list(row -> row.getLong(1));
    for (int from = 0; from < numbers.size(); from += BATCH) {
      String batch =
          numbers.subList(from, Math.min(numbers.size(), from + BATCH)).stream()
              .map(String::valueOf)
              .collect(Collectors.joining(", "));
      List<Block> blocks =
          select("block, start_us, end_us, sums", files.get(), "")
              .and(" AND block IN (" + batch + ")")
              .list(row -> block(row, dictionaries));
      for (Block block : blocks) {
        visitor.block(block);
      }
    }
  }

  private Query select(String columns, String files, String limit) {
    Query query =
        Query.of(connection, "SELECT " + columns + " FROM " + files)
            .and(Span.WHERE, span.parameters());
    return limit.isEmpty() ? query : query.and(limit, span.limits());
  }

  private static Block block(ResultSet row, Map<Long, StackDictionary> dictionaries)
      throws SQLException {
    try {
      return new Block(
          row.getLong(1),
          row.getLong(2),
          row.getLong(3),
          PackedSums.read(row.getBytes(4), id -> Optional.ofNullable(dictionaries.get(id))));
    } catch (CompactException damaged) {
      throw new SQLException(
          "block %d: %s".formatted(row.getLong(1), damaged.getMessage()), damaged);
    }
  }
}
