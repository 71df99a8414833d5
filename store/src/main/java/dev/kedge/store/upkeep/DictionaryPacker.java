package dev.kedge.store.upkeep;

import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.compact.StackDictionaryWriter;
import dev.kedge.store.parquet.DataFile;
import dev.kedge.store.parquet.Engine;
import dev.kedge.store.parquet.FileWriter;
import dev.kedge.store.parquet.PackedDictionary;
import dev.kedge.store.parquet.Partition;
import dev.kedge.store.parquet.RowTable;
import dev.kedge.store.parquet.SymbolRows;
import dev.kedge.store.parquet.Table;
import dev.kedge.store.sql.Query;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.duckdb.DuckDBConnection;

/** Packs what the stacks of a day that is over stand for. */
final class DictionaryPacker {
  /** Stacks of one dictionary: some dozen megabytes in memory. */
  private static final int MOST_STACKS = 200_000;

  private final DuckDBConnection connection;
  private final FileWriter writer;
  private final Path directory;
  private final Partition partition;
  private final FileWriter.Span span;
  private final List<DataFile> files;
  private final Map<Long, NamedFrame> frames = new HashMap<>();
  private long dictionary = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE >> 1);

  DictionaryPacker(
      DuckDBConnection connection,
      FileWriter writer,
      Path directory,
      Partition partition,
      List<DataFile> files) {
    this.connection = connection;
    this.writer = writer;
    this.directory = directory;
    this.partition = partition;
    this.files = files;
    this.span = FileWriter.Span.of(files);
  }

  /** Writes the files that take the place of those of the day. */
  List<DataFile> write() throws SQLException, IOException {
    Optional<String> symbols = source(Table.SYMBOLS);
    if (symbols.isPresent()) {
      SymbolRows.each(connection, symbols.get(), this::define);
    }
    try (RowTable dictionaries = new RowTable(connection, Table.DICTIONARIES)) {
      Map<Long, long[]> stacks = new TreeMap<>();
      PackedDictionary.Stacks add =
          (id, frameIds) -> {
            stacks.put(id, frameIds);
            if (stacks.size() == MOST_STACKS) {
              pack(stacks, dictionaries);
              stacks.clear();
            }
          };
      packed(add);
      Optional<String> arrived = source(Table.STACKS);
      if (arrived.isPresent()) {
        Query.of(
                connection,
                "SELECT DISTINCT ON (stack_id) stack_id, frame_ids FROM " + arrived.get())
            .each(row -> add.stack(row.getLong(1), longs((Object[]) row.getArray(2).getArray())));
      }
      pack(stacks, dictionaries);
    }
    return List.of(
        writer.write(
            connection,
            Table.DICTIONARIES,
            partition,
            span,
            RowTable.name(Table.DICTIONARIES),
            FileWriter.Effort.THOROUGH));
  }

  private void packed(PackedDictionary.Stacks add) throws SQLException {
    Optional<String> names = source(Table.NAMES);
    Optional<String> paths = source(Table.PATHS);
    if (names.isPresent()) {
      PackedDictionary before = PackedDictionary.read(connection, names.get());
      before.frames().forEach(this::define);
      if (paths.isPresent()) {
        before.stacks(connection, paths.get(), add);
      }
    }
  }

  private Optional<String> source(Table table) {
    List<DataFile> ofTable = files.stream().filter(file -> file.table() == table).toList();
    return ofTable.isEmpty()
        ? Optional.empty()
        : Optional.of(Engine.source(directory, table, ofTable));
  }

  private void define(long id, NamedFrame frame) {
    frames.merge(id, frame, (one, other) -> one.function().isPresent() ? one : other);
  }

  /** Frames no stack of it has go into the last dictionary: stacks of late uploads may. */
  private void pack(Map<Long, long[]> stacks, RowTable dictionaries) throws SQLException {
    Map<Long, NamedFrame> used = new HashMap<>();
    if (stacks.size() < MOST_STACKS) {
      used.putAll(frames);
    } else {
      for (long[] ids : stacks.values()) {
        for (long id : ids) {
          NamedFrame frame = frames.get(id);
          if (frame != null) {
            used.put(id, frame);
          }
        }
      }
    }
    byte[] content = StackDictionaryWriter.write(used, stacks);
    dictionaries.dictionary(++dictionary, used.size(), stacks.size(), content);
  }

  private static long[] longs(Object[] boxed) {
    long[] values = new long[boxed.length];
    for (int i = 0; i < boxed.length; i++) {
      values[i] = (Long) boxed[i];
    }
    return values;
  }
}
