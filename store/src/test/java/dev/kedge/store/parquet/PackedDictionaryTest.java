package dev.kedge.store.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.profile.CodeModule;
import dev.kedge.profile.CodeOrigin;
import dev.kedge.profile.Frame;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.StackIds;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Dictionaries as earlier versions packed them are read. */
class PackedDictionaryTest {
  private static final String NAMES =
      "(VALUES (7, 0, NULL, 'NATIVE', '/bin/a', NULL, 64, NULL, 'main'),"
          + " (7, 1, 11, 'NATIVE', '/bin/a', NULL, 128, NULL, NULL),"
          + " (7, 2, 12, NULL, NULL, NULL, NULL, NULL, NULL))"
          + " AS t(dictionary, number, frame_id, origin, module, build_id, code_offset, reason,"
          + " function)";

  /** The second has the frame of the first, and one more inside; the third is of lost frames. */
  private static final String PATHS =
      "(VALUES (7, 0, NULL, 0, [0]), (7, 1, 5, 1, [1, 2]), (8, 0, 6, 0, [0]))"
          + " AS t(dictionary, number, stack_id, shared, frames)";

  @Test
  void framesAndStacksAreRead() throws SQLException {
    Frame main = new Frame.Code(CodeOrigin.NATIVE, new CodeModule("/bin/a", Optional.empty()), 64);
    Frame other =
        new Frame.Code(CodeOrigin.NATIVE, new CodeModule("/bin/a", Optional.empty()), 128);
    long id = StackIds.frame(main);
    List<List<Long>> stacks = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
      PackedDictionary read = PackedDictionary.read(connection, NAMES);
      assertThat(read.frames())
          .isEqualTo(
              Map.of(
                  id,
                  new NamedFrame(main, Optional.of("main")),
                  11L,
                  new NamedFrame(other, Optional.empty())));
      read.stacks(
          connection,
          PATHS,
          (stack, frames) -> {
            List<Long> row = new ArrayList<>(List.of(stack));
            for (long frame : frames) {
              row.add(frame);
            }
            stacks.add(row);
          });
    }
    assertThat(stacks)
        .containsExactly(List.of(StackIds.stack(new long[] {id}), id), List.of(5L, 12L, 11L, id));
  }
}
