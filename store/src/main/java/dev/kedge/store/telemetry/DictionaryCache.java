package dev.kedge.store.telemetry;

import dev.kedge.profile.compact.CompactException;
import dev.kedge.profile.compact.StackDictionary;
import dev.kedge.store.sql.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Dictionaries that were unpacked for questions, the last ones used: unpacking costs more than all
 * else. They never change, so their ids are enough to know them by. Safe for use by many threads.
 */
final class DictionaryCache {
  /** About 64 MiB. */
  private static final long MOST_ENTRIES = 400_000;

  private final RecentlyUsed<Long, StackDictionary> kept =
      new RecentlyUsed<>(MOST_ENTRIES, DictionaryCache::entries);

  /** All dictionaries of some files, of {@code DICTIONARIES}. */
  Map<Long, StackDictionary> read(Connection connection, String files) throws SQLException {
    List<Long> ids =
        Query.of(connection, "SELECT dictionary FROM " + files).list(row -> row.getLong(1));
    Map<Long, StackDictionary> found = new TreeMap<>();
    ids.forEach(id -> kept.find(id).ifPresent(dictionary -> found.put(id, dictionary)));
    List<Long> missing = ids.stream().filter(id -> !found.containsKey(id)).toList();
    if (!missing.isEmpty()) {
      Query.of(
              connection,
              "SELECT dictionary, content FROM "
                  + files
                  + " WHERE dictionary IN ("
                  + missing.stream().map(String::valueOf).collect(Collectors.joining(", "))
                  + ")")
          .each(row -> found.put(row.getLong(1), unpacked(row.getLong(1), row.getBytes(2))));
    }
    return found;
  }

  private StackDictionary unpacked(long id, byte[] content) throws SQLException {
    StackDictionary dictionary;
    try {
      dictionary = StackDictionary.read(content);
    } catch (CompactException damaged) {
      throw new SQLException("dictionary %d: %s".formatted(id, damaged.getMessage()), damaged);
    }
    kept.keep(id, dictionary);
    return dictionary;
  }

  private static long entries(StackDictionary dictionary) {
    return (long) dictionary.size() + dictionary.names().size();
  }
}
