package dev.kedge.store.upkeep;

import dev.kedge.profile.Frame;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.StackIds;
import dev.kedge.store.parquet.DataFile;
import dev.kedge.store.parquet.Engine;
import dev.kedge.store.parquet.FileWriter;
import dev.kedge.store.parquet.PackedDictionary;
import dev.kedge.store.parquet.PackedDictionary.Name;
import dev.kedge.store.parquet.Partition;
import dev.kedge.store.parquet.RowTable;
import dev.kedge.store.parquet.SymbolRows;
import dev.kedge.store.parquet.Table;
import dev.kedge.store.sql.Query;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.duckdb.DuckDBConnection;

/** Packs what the stacks of a day that is over stand for. */
final class DictionaryPacker {
  /** Stacks of one dictionary: some dozen megabytes in memory. */
  private static final int MOST_STACKS = 200_000;

  private static final Comparator<Name> BY_PLACE =
      Comparator.comparing(DictionaryPacker::place).thenComparingLong(Name::id);

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
    this.span =
        new FileWriter.Span(
            files.stream().mapToLong(DataFile::minMicros).min().orElse(0),
            files.stream().mapToLong(DataFile::maxMicros).max().orElse(0));
  }

  /** Writes the files that take the place of those of the day. */
  List<DataFile> write() throws SQLException, IOException {
    Optional<String> symbols = source(Table.SYMBOLS);
    if (symbols.isPresent()) {
      SymbolRows.each(connection, symbols.get(), this::define);
    }
    try (RowTable names = new RowTable(connection, Table.NAMES);
        RowTable paths = new RowTable(connection, Table.PATHS)) {
      Map<Long, long[]> stacks = new TreeMap<>();
      PackedDictionary.Stacks add =
          (id, frameIds) -> {
            stacks.put(id, frameIds);
            if (stacks.size() == MOST_STACKS) {
              pack(stacks, names, paths);
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
      pack(stacks, names, paths);
    }
    List<DataFile> written = new ArrayList<>();
    for (Table table : List.of(Table.NAMES, Table.PATHS)) {
      String rows = RowTable.name(table);
      if (Query.of(connection, "SELECT count(*) FROM " + rows).number() > 0) {
        written.add(
            writer.write(connection, table, partition, span, rows, FileWriter.Effort.THOROUGH));
      }
    }
    return written;
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
  private void pack(Map<Long, long[]> stacks, RowTable names, RowTable paths) throws SQLException {
    Set<Long> used = new LinkedHashSet<>();
    stacks.values().forEach(ids -> Arrays.stream(ids).forEach(used::add));
    if (stacks.size() < MOST_STACKS) {
      used.addAll(frames.keySet());
    }
    List<Name> ordered =
        used.stream()
            .map(id -> new Name(id, Optional.ofNullable(frames.get(id))))
            .sorted(BY_PLACE)
            .toList();
    dictionary++;
    Map<Long, Integer> numbers = new HashMap<>();
    for (Name name : ordered) {
      names.name(dictionary, numbers.size(), name);
      numbers.put(name.id(), numbers.size());
    }
    paths(stacks, numbers, paths);
  }

  @SuppressWarnings("ArrayRecordComponent") // compared by nobody, and a list would box each frame
  private record Numbered(Optional<Long> id, int[] frames) {}

  private void paths(Map<Long, long[]> stacks, Map<Long, Integer> numbers, RowTable paths)
      throws SQLException {
    List<Numbered> ordered = new ArrayList<>();
    stacks.forEach((id, ids) -> {
      int[] outermostFirst = new int[ids.length];
      for (int i = 0; i < ids.length; i++) {
        outermostFirst[ids.length - 1 - i] = numbers.getOrDefault(ids[i], 0);
      }
      Optional<Long> told = id == StackIds.stack(ids) ? Optional.empty() : Optional.of(id);
      ordered.add(new Numbered(told, outermostFirst));
    });
    ordered.sort((one, other) -> Arrays.compare(one.frames(), other.frames()));
    int[] before = {};
    int number = 0;
    for (Numbered stack : ordered) {
      int differs = Arrays.mismatch(before, stack.frames());
      int shared = differs < 0 ? before.length : differs;
      paths.path(
          dictionary,
          number++,
          stack.id(),
          shared,
          Arrays.copyOfRange(stack.frames(), shared, stack.frames().length));
      before = stack.frames();
    }
  }

  /** Functions of one file stand together, by their names. */
  private static String place(Name name) {
    return name.named()
        .map(frame ->
            switch (frame.frame()) {
              case Frame.Code code ->
                  "%s\0%s\0%s\0%s"
                      .formatted(
                          code.origin(),
                          code.module().path(),
                          code.module().buildId().map(Object::toString).orElse(""),
                          frame.function().orElse(""));
              case Frame.Unknown unknown -> unknown.reason().name();
            })
        .orElse("");
  }

  private static long[] longs(Object[] boxed) {
    long[] values = new long[boxed.length];
    for (int i = 0; i < boxed.length; i++) {
      values[i] = (Long) boxed[i];
    }
    return values;
  }
}
