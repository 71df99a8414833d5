package dev.kedge.store.telemetry;

import dev.kedge.profile.Frame;
import dev.kedge.profile.FrameDefinition;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.StackDefinition;
import dev.kedge.profile.UnknownReason;
import dev.kedge.profile.compact.StackDictionary;
import dev.kedge.store.parquet.PackedDictionary;
import dev.kedge.store.parquet.SymbolRows;
import dev.kedge.store.parquet.Table;
import dev.kedge.store.sql.Query;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * Looks up what stack ids stand for. Ids are hashes of the code alone, so it does not matter which
 * host or day defined one.
 */
final class DictionaryReading {
  /**
   * Stands for a stack whose definition is in no dictionary: its file was damaged, or never came.
   */
  static final List<NamedFrame> LOST_STACK = List.of(lost("[stack definition lost]"));

  private static final NamedFrame LOST_FRAME = lost("[frame definition lost]");

  private final Connection connection;
  private final Questions.Sources sources;
  private final List<ProfileWindow> recent;
  private final Span span;

  DictionaryReading(
      Connection connection, Questions.Sources sources, List<ProfileWindow> recent, Span span) {
    this.connection = connection;
    this.sources = sources;
    this.recent = recent;
    this.span = span;
  }

  Map<Long, List<NamedFrame>> stacks(Set<Long> ids) throws SQLException {
    Map<Long, List<Long>> frameIds = frameIds(ids);
    Collection<StackDictionary> dictionaries = dictionaries(ids, frameIds);
    Optional<PackedDictionary> packed = packed(ids, frameIds);
    Set<Long> wanted = new HashSet<>();
    frameIds.values().forEach(wanted::addAll);
    Map<Long, NamedFrame> frames = frames(wanted);
    packed.ifPresent(dictionary ->
        dictionary
            .frames()
            .forEach((id, frame) -> {
              if (wanted.contains(id)) {
                frames.merge(id, frame, DictionaryReading::named);
              }
            }));
    for (StackDictionary dictionary : dictionaries) {
      for (StackDictionary.Name name : dictionary.names()) {
        if (name.named().isPresent() && wanted.contains(name.id())) {
          frames.merge(name.id(), name.named().get(), DictionaryReading::named);
        }
      }
    }
    Map<Long, List<NamedFrame>> stacks = new HashMap<>();
    frameIds.forEach((id, list) ->
        stacks.put(
            id, list.stream().map(frame -> frames.getOrDefault(frame, LOST_FRAME)).toList()));
    return stacks;
  }

  /** Adds the stacks that are in packed dictionaries. */
  private Collection<StackDictionary> dictionaries(Set<Long> ids, Map<Long, List<Long>> found)
      throws SQLException {
    if (ids.isEmpty()) {
      return List.of();
    }
    Collection<StackDictionary> dictionaries =
        sources.packed(connection, span.start(), span.end()).values();
    for (StackDictionary dictionary : dictionaries) {
      for (long id : ids) {
        OptionalInt number = dictionary.number(id);
        if (number.isPresent() && !found.containsKey(id)) {
          found.put(id, StackDefinition.of(dictionary.frameIds(number.getAsInt())).frameIds());
        }
      }
    }
    return dictionaries;
  }

  /** Adds those of dictionaries that earlier versions packed. */
  private Optional<PackedDictionary> packed(Set<Long> ids, Map<Long, List<Long>> found)
      throws SQLException {
    Optional<String> names = sources.dictionaries(Table.NAMES, span.start(), span.end());
    if (names.isEmpty() || ids.isEmpty()) {
      return Optional.empty();
    }
    PackedDictionary dictionary = PackedDictionary.read(connection, names.get());
    Optional<String> paths = sources.dictionaries(Table.PATHS, span.start(), span.end());
    if (paths.isPresent()) {
      dictionary.stacks(
          connection,
          paths.get(),
          (id, frames) -> {
            if (ids.contains(id) && !found.containsKey(id)) {
              found.put(id, StackDefinition.of(frames).frameIds());
            }
          });
    }
    return Optional.of(dictionary);
  }

  private Map<Long, List<Long>> frameIds(Set<Long> ids) throws SQLException {
    Map<Long, List<Long>> stacks = new HashMap<>();
    for (ProfileWindow window : recent) {
      for (StackDefinition stack : window.newStacks()) {
        if (ids.contains(stack.id())) {
          stacks.put(stack.id(), stack.frameIds());
        }
      }
    }
    Set<Long> missing = new HashSet<>(ids);
    missing.removeAll(stacks.keySet());
    Optional<String> files = sources.dictionaries(Table.STACKS, span.start(), span.end());
    if (files.isPresent() && !missing.isEmpty()) {
      wanted(missing);
      Query.of(
              connection,
              "SELECT stack_id, frame_ids FROM "
                  + files.get()
                  + " WHERE stack_id IN (SELECT id FROM wanted)")
          .list(row -> stacks.put(row.getLong(1), longs(row)));
    }
    return stacks;
  }

  private Map<Long, NamedFrame> frames(Set<Long> ids) throws SQLException {
    Map<Long, NamedFrame> frames = new HashMap<>();
    Optional<String> files = sources.dictionaries(Table.SYMBOLS, span.start(), span.end());
    if (files.isPresent() && !ids.isEmpty()) {
      wanted(ids);
      SymbolRows.each(
          connection,
          files.get() + " WHERE frame_id IN (SELECT id FROM wanted)",
          (id, frame) -> frames.merge(id, frame, DictionaryReading::named));
    }
    for (ProfileWindow window : recent) {
      for (FrameDefinition frame : window.newFrames()) {
        if (ids.contains(frame.id())) {
          frames.merge(frame.id(), frame.frame(), DictionaryReading::named);
        }
      }
    }
    return frames;
  }

  private static NamedFrame named(NamedFrame one, NamedFrame other) {
    return one.function().isPresent() ? one : other;
  }

  private void wanted(Set<Long> ids) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE OR REPLACE TEMP TABLE wanted (id BIGINT)");
    }
    try (DuckDBAppender out =
        connection.unwrap(DuckDBConnection.class).createAppender("temp", "main", "wanted")) {
      for (long id : ids) {
        out.beginRow().append(id).endRow();
      }
    }
  }

  private static List<Long> longs(ResultSet row) throws SQLException {
    List<Long> ids = new ArrayList<>();
    for (Object id : (Object[]) row.getArray(2).getArray()) {
      ids.add((Long) id);
    }
    return ids;
  }

  private static NamedFrame lost(String text) {
    return new NamedFrame(new Frame.Unknown(UnknownReason.TRUNCATED), Optional.of(text));
  }
}
