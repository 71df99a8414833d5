package dev.kedge.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One kind of fault, many wordings: {@code wordings.txt} holds them. */
class WordingsTest {
  private static final ReportParser PARSER = new ReportParser();
  private static final String SILENT = "silent";

  static List<Arguments> wordings() throws IOException {
    try (InputStream in = WordingsTest.class.getResourceAsStream("wordings.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      List<Arguments> wordings = new ArrayList<>();
      for (String block : text.split("\n\n", -1)) {
        List<String> lines = block.strip().lines().toList();
        if (lines.getFirst().startsWith("title ")) {
          wordings.add(Arguments.of(lines.getFirst().substring(6), lines.subList(1, lines.size())));
        }
      }
      return wordings;
    }
  }

  @ParameterizedTest
  @MethodSource("wordings")
  void hasTheTitle(String title, List<String> lines) {
    assertThat(titles(lines, "[  100.000000][   T77] ")).isEqualTo(expected(title));
    assertThat(titles(lines, "[  100.000000] ")).isEqualTo(expected(title));
    assertThat(titles(lines, "Nov 22 10:00:00 host7 kernel: ")).isEqualTo(expected(title));
  }

  private static List<String> expected(String title) {
    return title.equals(SILENT) ? List.of() : List.of(title);
  }

  private static List<String> titles(List<String> lines, String prefix) {
    String log = lines.stream().map(l -> prefix + l + "\n").collect(Collectors.joining());
    return PARSER.parse(log.getBytes(StandardCharsets.UTF_8)).stream()
        .map(KernelReport::title)
        .toList();
  }
}
