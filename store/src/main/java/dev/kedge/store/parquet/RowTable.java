package dev.kedge.store.parquet;

import dev.kedge.model.BuildId;
import dev.kedge.model.Reading;
import dev.kedge.profile.Frame;
import dev.kedge.profile.FrameDefinition;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampleCount;
import dev.kedge.profile.StackDefinition;
import dev.kedge.profile.compact.SampleBlock;
import dev.kedge.store.sql.Micros;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Rows on their way into a file: a temporary table of one connection. */
public final class RowTable implements AutoCloseable {
  private final DuckDBAppender out;

  /** Makes the table of these rows anew, for those of one file. */
  public RowTable(DuckDBConnection connection, Table table) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE OR REPLACE TEMP TABLE %s (%s)".formatted(name(table), table.columns()));
    }
    out = connection.createAppender("temp", "main", name(table));
  }

  /** The name of the table of these rows, for the FROM clause. */
  public static String name(Table table) {
    return "arriving_" + table.sqlName();
  }

  /** Adds the samples of a window. */
  public void samples(ProfileWindow window) throws SQLException {
    for (SampleCount sample : window.samples()) {
      window(window);
      out.append(sample.cgroup()).append(sample.pid()).append(sample.command());
      out.append(sample.stackId()).append(sample.count());
      out.append(sample.task().tid()).append(sample.task().thread());
      if (sample.moments().isUnknown()) {
        out.appendNull();
      } else {
        out.append(sample.moments().packed());
      }
      namespaces(sample).endRow();
    }
  }

  /** Samples of a host that were added up, or left as they were: in a block, or in none. */
  public record Added(
      String host, String boot, long startMicros, long endMicros, String kind, long periodNanos) {}

  /** Adds a row of a block. */
  public void blockRow(Added added, long block, SampleCount row) throws SQLException {
    begin(added, block).append(row.cgroup()).append(row.pid());
    out.append(row.command()).append(row.stackId()).append(row.count());
    out.append(row.task().tid()).append(row.task().thread());
    namespaces(row).endRow();
  }

  private DuckDBAppender namespaces(SampleCount row) throws SQLException {
    String text = row.task().namespaces().text();
    return text.isEmpty() ? out.appendNull() : out.append(text);
  }

  /** Adds the timeline of a block. */
  public void timeline(Added added, long block, int windows, long samples, byte[] timeline)
      throws SQLException {
    begin(added, block).append(windows).append(samples).append(timeline);
    out.append(SampleBlock.FORMAT).endRow();
  }

  private DuckDBAppender begin(Added added, long block) throws SQLException {
    out.beginRow().append(added.host()).append(added.boot()).append(block);
    out.append(added.startMicros()).append(added.endMicros()).append(added.kind());
    return out.append(added.periodNanos());
  }

  /** Adds a window itself. */
  public void summary(ProfileWindow window) throws SQLException {
    window(window);
    out.append(window.samples().stream().mapToLong(SampleCount::count).sum());
    out.append(window.lost()).endRow();
  }

  /** Adds a reading. */
  public void reading(String host, Reading reading) throws SQLException {
    out.beginRow().append(host).append(reading.vital().wireName()).append(reading.scope());
    out.append(Micros.of(reading.at())).append(reading.value()).endRow();
  }

  /** Adds a stack. */
  public void stack(StackDefinition stack) throws SQLException {
    out.beginRow().append(stack.id()).append(stack.frameIds()).endRow();
  }

  /** Adds a frame. */
  public void symbol(FrameDefinition definition) throws SQLException {
    out.beginRow().append(definition.id());
    switch (definition.frame().frame()) {
      case Frame.Code code -> place(code).append(code.offset()).appendNull();
      case Frame.Unknown unknown -> {
        out.appendNull().appendNull().appendNull().appendNull();
        out.append(unknown.reason().name());
      }
    }
    optional(definition.frame().function());
    out.endRow();
  }

  /** Adds a dictionary. */
  public void dictionary(long id, int frames, int stacks, byte[] content) throws SQLException {
    out.beginRow().append(id).append(frames).append(stacks).append(content).endRow();
  }

  /** Adds the sums of a block. */
  public void sums(Added added, long block, long samples, byte[] sums) throws SQLException {
    begin(added, block).append(samples).append(sums).endRow();
  }

  private DuckDBAppender place(Frame.Code code) throws SQLException {
    out.append(code.origin().name()).append(code.module().path());
    optional(code.module().buildId().map(BuildId::hex));
    return out;
  }

  /** Ends the writing; the rows can now be read under {@link #name}. */
  @Override
  public void close() throws SQLException {
    out.close();
  }

  private void window(ProfileWindow window) throws SQLException {
    out.beginRow().append(window.host().value()).append(window.boot().toString());
    out.append(window.sequence()).append(Micros.of(window.range().start()));
    out.append(Micros.of(window.range().end())).append(window.kind().wireName());
    out.append(window.period().toNanos());
  }

  private void optional(Optional<String> text) throws SQLException {
    if (text.isPresent()) {
      out.append(text.get());
    } else {
      out.appendNull();
    }
  }
}
