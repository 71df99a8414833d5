package dev.kedge.store.telemetry;

import dev.kedge.model.BuildId;
import dev.kedge.profile.CodeModule;
import dev.kedge.profile.CodeOrigin;
import dev.kedge.profile.Frame;
import dev.kedge.profile.FrameDefinition;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.StackDefinition;
import dev.kedge.profile.UnknownReason;
import dev.kedge.store.parquet.Table;
import dev.kedge.store.sql.Query;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    Set<Long> wanted = new HashSet<>();
    frameIds.values().forEach(wanted::addAll);
    Map<Long, NamedFrame> frames = frames(wanted);
    Map<Long, List<NamedFrame>> stacks = new HashMap<>();
    frameIds.forEach((id, list) ->
        stacks.put(
            id, list.stream().map(frame -> frames.getOrDefault(frame, LOST_FRAME)).toList()));
    return stacks;
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
      Query.of(
              connection,
              "SELECT frame_id, origin, module, build_id, code_offset, reason, function FROM "
                  + files.get()
                  + " WHERE frame_id IN (SELECT id FROM wanted)")
          .list(row -> frames.merge(row.getLong(1), frame(row), DictionaryReading::named));
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

  private static NamedFrame frame(ResultSet row) throws SQLException {
    Optional<String> function = Optional.ofNullable(row.getString(7));
    String origin = row.getString(2);
    if (origin == null) {
      return new NamedFrame(new Frame.Unknown(UnknownReason.valueOf(row.getString(6))), function);
    }
    CodeModule module =
        new CodeModule(row.getString(3), Optional.ofNullable(row.getString(4)).map(BuildId::new));
    return new NamedFrame(
        new Frame.Code(CodeOrigin.valueOf(origin), module, row.getLong(5)), function);
  }

  private static NamedFrame lost(String text) {
    return new NamedFrame(new Frame.Unknown(UnknownReason.TRUNCATED), Optional.of(text));
  }
}
