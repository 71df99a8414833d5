package dev.kedge.profile.offcpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.profile.CodeModule;
import dev.kedge.profile.CodeOrigin;
import dev.kedge.profile.Frame;
import dev.kedge.profile.FrameDefinition;
import dev.kedge.profile.NamedFrame;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OffCpuReasonsTest {
  private final OffCpuReasons shipped = OffCpuReasons.shipped();

  static List<String> stacks() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(OffCpuReasonsTest.class.getResourceAsStream("stacks.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void tellsTheReasonOfAStack(String line) {
    int colon = line.lastIndexOf(": ");
    List<String> functions = Arrays.asList(line.substring(colon + 2).split(" ", -1));
    assertThat(shipped.of(functions).orElse("-")).isEqualTo(line.substring(0, colon));
  }

  @Test
  void putsTheReasonBeforeTheInnermostFrame() {
    FrameDefinition futex = kernel("futex_wait", 1);
    List<FrameDefinition> explained = shipped.explain(List.of(futex));
    assertThat(explained).hasSize(2).endsWith(futex);
    assertThat(explained.getFirst().frame().displayName()).isEqualTo("[off CPU: futex]");
    assertThat(shipped.explain(List.of()).getFirst().frame().displayName())
        .isEqualTo("[off CPU: unknown]");
    assertThat(shipped.explain(List.of(futex)).getFirst().id())
        .isEqualTo(explained.getFirst().id())
        .isNotEqualTo(shipped.explain(List.of()).getFirst().id());
  }

  private static FrameDefinition kernel(String function, long offset) {
    return FrameDefinition.of(
        new NamedFrame(
            new Frame.Code(CodeOrigin.KERNEL, new CodeModule("[kernel]", Optional.empty()), offset),
            Optional.of(function)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | mine:0: no rule: expected \"version 1\" and lines \"reason WORDS\"",
        "reason a | mine:1: the first entry must be \"version 1\"",
        "version 1;exact a | mine:2: names before the first \"reason\"",
        "version 1;reason | mine:2: \"reason\" without a value",
        "version 1;# x;reason a;suffix b | mine:4: unknown keyword \"suffix\": expected reason,"
            + " exact or prefix"
      })
  void saysWhatIsWrongWithARule(String text, String message) {
    assertThatThrownBy(() -> OffCpuReasons.read("mine", text.replace(';', '\n')))
        .isInstanceOf(OffCpuRulesException.class)
        .hasMessage(message);
  }
}
