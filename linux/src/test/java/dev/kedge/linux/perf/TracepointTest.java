package dev.kedge.linux.perf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracepointTest {
  private static final String FORMAT =
      """
      name: sched_waking
      ID: 311
      format:
      \tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;
      \tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;

      \tfield:char comm[16];\toffset:8;\tsize:16;\tsigned:0;
      \tfield:pid_t pid;\toffset:24;\tsize:4;\tsigned:1;
      \tfield:int target_cpu;\toffset:32;\tsize:4;\tsigned:1;

      print fmt: "comm=%s pid=%d", REC->comm, REC->pid
      """;

  @ParameterizedTest
  @CsvSource({"pid, 24", "common_pid, 4", "target_cpu, 32", "comm, -1", "common_type, -1"})
  void fieldsOfFourBytesLieWhereTheFormatSays(String field, int offset) {
    Tracepoint point = Tracepoint.parse(FORMAT).orElseThrow();
    assertThat(point.id()).isEqualTo(311);
    assertThat(point.offset(field).orElse(-1)).isEqualTo(offset);
  }

  @Test
  void aFormatWithoutANumberIsNone() {
    assertThat(Tracepoint.parse(FORMAT.replace("ID: 311", "ID: many"))).isEmpty();
    assertThat(Tracepoint.parse("")).isEmpty();
  }

  @Property
  void anyTextIsTaken(@ForAll String text, @ForAll int number) {
    Optional<Tracepoint> point =
        Tracepoint.parse(text + "\nfield:" + text + ";\toffset:" + number + ";\tsize:4;" + text);
    point.ifPresent(known -> assertThat(known.id()).isNotNegative());
  }
}
