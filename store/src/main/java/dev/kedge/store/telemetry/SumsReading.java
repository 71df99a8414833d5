package dev.kedge.store.telemetry;

import dev.kedge.profile.compact.CompactException;
import dev.kedge.profile.compact.PackedSums;
import dev.kedge.profile.compact.StackDictionary;
import dev.kedge.store.parquet.Table;
import dev.kedge.store.sql.Query;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
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

  private record Place(long number, long start, long end) {}

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
    List<Place> places =
        select("block, start_us, end_us", files.get(), limit)
            .and(" ORDER BY start_us, block")
            .list(row -> new Place(row.getLong(1), row.getLong(2), row.getLong(3)));
    for (int from = 0; from < places.size(); from += BATCH) {
      List<Place> batch = places.subList(from, Math.min(places.size(), from + BATCH));
      Map<Long, PackedSums> sums = sums(batch, files.get(), dictionaries);
      for (Place place : batch) {
        PackedSums found = sums.get(place.number());
        if (found != null) {
          visitor.block(new Block(place.number(), place.start(), place.end(), found));
        }
      }
    }
  }

  private Map<Long, PackedSums> sums(
      List<Place> batch, String files, Map<Long, StackDictionary> dictionaries)
      throws SQLException {
    String host = span.host().value();
    Map<Long, PackedSums> sums = new HashMap<>();
    for (Place place : batch) {
      sources.sums().find(host, place.number()).ifPresent(found -> sums.put(place.number(), found));
    }
    String missing =
        batch.stream()
            .map(Place::number)
            .filter(number -> !sums.containsKey(number))
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      select("block, sums", files, "")
          .and(" AND block IN (" + missing + ")")
          .each(row -> {
            PackedSums read = unpacked(row, dictionaries);
            sources.sums().keep(host, row.getLong(1), read);
            sums.put(row.getLong(1), read);
          });
    }
    return sums;
  }

  private Query select(String columns, String files, String limit) {
    Query query =
        Query.of(connection, "SELECT " + columns + " FROM " + files)
            .and(Span.WHERE, span.parameters());
    return limit.isEmpty() ? query : query.and(limit, span.limits());
  }

  private static PackedSums unpacked(ResultSet row, Map<Long, StackDictionary> dictionaries)
      throws SQLException {
    try {
      return PackedSums.read(row.getBytes(2), id -> Optional.ofNullable(dictionaries.get(id)));
    } catch (CompactException damaged) {
      throw new SQLException(
          "block %d: %s".formatted(row.getLong(1), damaged.getMessage()), damaged);
    }
  }
}
