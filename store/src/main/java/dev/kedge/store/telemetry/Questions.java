package dev.kedge.store.telemetry;

import dev.kedge.profile.compact.StackDictionary;
import dev.kedge.store.disk.Failures;
import dev.kedge.store.parquet.DataFile;
import dev.kedge.store.parquet.Engine;
import dev.kedge.store.parquet.Partition;
import dev.kedge.store.parquet.Table;
import dev.kedge.store.upkeep.Catalogue;
import dev.kedge.store.upkeep.Inspection;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.duckdb.DuckDBConnection;

/**
 * Runs queries over files and memory as of one moment. When one fails, its files are inspected; if
 * some were damaged they are aside then, and the query runs again without them.
 */
public final class Questions {
  private final Path directory;
  private final int buckets;
  private final Catalogue catalogue;
  private final Engine engine;
  private final Inspection inspection;
  private final DictionaryCache dictionaries = new DictionaryCache();
  private final SumsCache sums = new SumsCache();

  /** Questions to the files below a store directory, of hosts spread over that many buckets. */
  public Questions(
      Path directory, int buckets, Catalogue catalogue, Engine engine, Inspection inspection) {
    this.directory = directory;
    this.buckets = buckets;
    this.catalogue = catalogue;
    this.engine = engine;
    this.inspection = inspection;
  }

  /** A query on a connection, with the files it may read. */
  @FunctionalInterface
  interface Question<T> {
    T ask(DuckDBConnection connection, Sources sources) throws SQLException;
  }

  /** The files of one query. */
  final class Sources {
    private final List<DataFile> used = new ArrayList<>();

    /** Files with rows of a host in a span, for the FROM clause; empty when there are none. */
    Optional<String> ofHost(Table table, String host, long minMicros, long maxMicros) {
      int bucket = Partition.bucket(host, buckets);
      return source(table, bucket, minMicros, maxMicros);
    }

    /** Packed dictionaries for samples of a span, by their ids. */
    Map<Long, StackDictionary> packed(Connection connection, long minMicros, long maxMicros)
        throws SQLException {
      Optional<String> files = dictionaries(Table.DICTIONARIES, minMicros, maxMicros);
      return files.isEmpty() ? Map.of() : dictionaries.read(connection, files.get());
    }

    /** Sums that were unpacked before. */
    SumsCache sums() {
      return sums;
    }

    /** Dictionaries for samples of a span. */
    Optional<String> dictionaries(Table table, long minMicros, long maxMicros) {
      long day = 86_400_000_000L;
      return source(table, Partition.WHOLE, minMicros - day, maxMicros);
    }

    private Optional<String> source(Table table, int bucket, long minMicros, long maxMicros) {
      List<DataFile> files =
          catalogue.files().stream()
              .filter(file -> file.table() == table)
              .filter(file -> file.partition().bucket() == bucket)
              .filter(file -> file.minMicros() <= maxMicros && file.maxMicros() >= minMicros)
              .toList();
      used.addAll(files);
      return files.isEmpty()
          ? Optional.empty()
          : Optional.of(Engine.source(directory, table, files));
    }
  }

  <T> T answer(String purpose, Question<T> question) {
    Sources first = new Sources();
    try {
      return ask(question, first);
    } catch (SQLException e) {
      if (inspection.contents(first.used) == 0) {
        throw Failures.of(purpose, e);
      }
    }
    try {
      return ask(question, new Sources());
    } catch (SQLException e) {
      throw Failures.of(purpose, e);
    }
  }

  private <T> T ask(Question<T> question, Sources sources) throws SQLException {
    return engine.query(connection -> {
      catalogue.reading().lock();
      try {
        return question.ask(connection, sources);
      } finally {
        catalogue.reading().unlock();
      }
    });
  }
}
