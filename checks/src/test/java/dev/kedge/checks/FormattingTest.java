package dev.kedge.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Every Java source is in google-java-format's form; {@code ./kedge format} rewrites those that are
 * not. Called in this process, because a Maven plugin would run it on Maven's own, older JDK.
 */
class FormattingTest {
  private final SourceTree tree = SourceTree.ofCheckout();

  @Test
  void everyJavaSourceIsFormatted() {
    List<String> unformatted =
        tree.withExtension("java").parallelStream()
            .filter(file -> !isFormatted(file))
            .map(tree::name)
            .toList();

    assertThat(unformatted).as("run ./kedge format").isEmpty();
  }

  private boolean isFormatted(Path file) {
    String source = SourceTree.text(file).orElseThrow();
    try {
      return new Formatter().formatSourceAndFixImports(source).equals(source);
    } catch (FormatterException e) {
      throw new AssertionError(tree.name(file) + " does not parse", e);
    }
  }
}
