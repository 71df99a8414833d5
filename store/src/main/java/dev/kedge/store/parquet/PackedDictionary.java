package dev.kedge.store.parquet;

import dev.kedge.model.BuildId;
import dev.kedge.profile.CodeModule;
import dev.kedge.profile.CodeOrigin;
import dev.kedge.profile.Frame;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.StackIds;
import dev.kedge.profile.UnknownReason;
import dev.kedge.store.sql.Query;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Dictionaries of days that are over: frames numbered and without the ids that follow from their
 * content, stacks by what they do not share with the one before. A day may have several.
 */
public final class PackedDictionary {
  private final Map<Long, List<Name>> dictionaries = new HashMap<>();

  /**
   * What a frame id stands for.
   *
   * @param named empty when that was lost
   */
  public record Name(long id, Optional<NamedFrame> named) {
    boolean isUndefined() {
      return named.isEmpty();
    }

    NamedFrame frame() {
      return named.orElseThrow();
    }
  }

  /** Takes each stack. */
  @FunctionalInterface
  public interface Stacks {
    /** One stack: its id and the ids of its frames, leaf first. */
    void stack(long id, long[] frameIds) throws SQLException;
  }

  /** Reads the frames of these files, of {@link Table#NAMES}. */
  public static PackedDictionary read(Connection connection, String names) throws SQLException {
    PackedDictionary read = new PackedDictionary();
    Query.of(
            connection,
            "SELECT dictionary, number, frame_id, origin, module, build_id, code_offset, reason,"
                + " function FROM "
                + names
                + " ORDER BY dictionary, number")
        .each(row -> {
          List<Name> list =
              read.dictionaries.computeIfAbsent(row.getLong(1), _ -> new ArrayList<>());
          if (row.getInt(2) != list.size()) {
            throw new SQLException(
                "dictionary %d: frame %d after %d others"
                    .formatted(row.getLong(1), row.getInt(2), list.size()));
          }
          list.add(name(row));
        });
    return read;
  }

  /** All frames whose definition is known. */
  public Map<Long, NamedFrame> frames() {
    Map<Long, NamedFrame> frames = new HashMap<>();
    for (List<Name> names : dictionaries.values()) {
      for (Name name : names) {
        name.named()
            .ifPresent(frame ->
                frames.merge(
                    name.id(), frame, (one, other) -> one.function().isPresent() ? one : other));
      }
    }
    return frames;
  }

  /**
   * Hands over the stacks of these files, of {@link Table#PATHS}. Those whose frames were lost with
   * another file are left out.
   */
  public void stacks(Connection connection, String paths, Stacks visitor) throws SQLException {
    Path path = new Path();
    Query.of(
            connection,
            "SELECT dictionary, stack_id, shared, frames FROM "
                + paths
                + " ORDER BY dictionary, number")
        .each(row -> {
          List<Name> names = dictionaries.get(row.getLong(1));
          if (names != null) {
            path.next(names, row.getInt(3), (Object[]) row.getArray(4).getArray());
            long[] frames = path.leafFirst();
            long stored = row.getLong(2);
            visitor.stack(row.wasNull() ? StackIds.stack(frames) : stored, frames);
          }
        });
  }

  /** Frames of a stack, from the outermost in. */
  private static final class Path {
    private long[] ids = new long[64];
    private int length;

    void next(List<Name> names, int shared, Object[] more) throws SQLException {
      if (shared < 0 || shared > length) {
        throw new SQLException("%d frames shared with a stack of %d".formatted(shared, length));
      }
      length = shared + more.length;
      if (length > ids.length) {
        ids = Arrays.copyOf(ids, 2 * length);
      }
      for (int i = 0; i < more.length; i++) {
        int number = (Integer) more[i];
        if (number < 0 || number >= names.size()) {
          throw new SQLException("frame %d of %d".formatted(number, names.size()));
        }
        ids[shared + i] = names.get(number).id();
      }
    }

    long[] leafFirst() {
      long[] frames = new long[length];
      for (int i = 0; i < length; i++) {
        frames[i] = ids[length - 1 - i];
      }
      return frames;
    }
  }

  private static Name name(ResultSet row) throws SQLException {
    long stored = row.getLong(3);
    OptionalLong id = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(stored);
    String origin = row.getString(4);
    String reason = row.getString(8);
    if (origin == null && reason == null) {
      return new Name(stored, Optional.empty());
    }
    Optional<String> function = Optional.ofNullable(row.getString(9));
    Frame frame =
        origin == null ? new Frame.Unknown(UnknownReason.valueOf(reason)) : code(row, function);
    return new Name(id.orElse(StackIds.frame(frame)), Optional.of(new NamedFrame(frame, function)));
  }

  private static Frame code(ResultSet row, Optional<String> function) throws SQLException {
    long offset = row.getLong(7);
    if (row.wasNull()) {
      offset = StackIds.function(function.orElse(""));
    }
    CodeModule module =
        new CodeModule(row.getString(5), Optional.ofNullable(row.getString(6)).map(BuildId::new));
    return new Frame.Code(CodeOrigin.valueOf(row.getString(4)), module, offset);
  }
}
