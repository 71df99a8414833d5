package dev.kedge.store.parquet;

import dev.kedge.model.BuildId;
import dev.kedge.profile.CodeModule;
import dev.kedge.profile.CodeOrigin;
import dev.kedge.profile.Frame;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.UnknownReason;
import dev.kedge.store.sql.Query;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Reads rows of {@link Table#SYMBOLS}. */
public final class SymbolRows {
  private SymbolRows() {}

  /** Takes each frame. */
  @FunctionalInterface
  public interface Visitor {
    /** One frame; the same id may come again, with a name or without. */
    void frame(long id, NamedFrame frame);
  }

  /**
   * Hands over frames.
   *
   * @param from what follows FROM: files, and a condition on {@code frame_id} if wanted
   */
  public static void each(Connection connection, String from, Visitor visitor) throws SQLException {
    Query.of(
            connection,
            "SELECT frame_id, origin, module, build_id, code_offset, reason, function FROM " + from)
        .each(row -> visitor.frame(row.getLong(1), frame(row)));
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
}
