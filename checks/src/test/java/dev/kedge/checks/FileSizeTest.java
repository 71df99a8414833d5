package dev.kedge.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** No source file outgrows what one person can hold in mind. */
class FileSizeTest {
  private static final int MAX_LINES = 600;

  private final SourceTree tree = SourceTree.ofCheckout();

  @Test
  void noSourceFileIsLongerThanTheLimit() {
    List<String> tooLong =
        tree
            .withExtension(
                "java", "ts", "js", "mjs", "svelte", "css", "sh", "sql", "proto", "c", "")
            .stream()
            .filter(file -> !tree.name(file).equals("LICENSE"))
            .filter(file -> lines(file) > MAX_LINES)
            .map(file -> tree.name(file) + " has " + lines(file) + " lines")
            .toList();

    assertThat(tooLong).as("split by job: at most %d lines", MAX_LINES).isEmpty();
  }

  private static long lines(java.nio.file.Path file) {
    return SourceTree.text(file).map(text -> text.lines().count()).orElse(0L);
  }
}
