package dev.kedge.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Nothing half-done and nothing of the machine it was written on is committed. */
class LeftoversTest {
  // Spelled in two halves, so that this file does not find itself.
  private static final Pattern UNFINISHED = Pattern.compile("\\b(" + "TO" + "DO|FIX" + "ME)\\b");
  private static final Pattern STUB =
      Pattern.compile("new Unsupported" + "OperationException\\(|not yet imple" + "mented");
  private static final Pattern MACHINE =
      Pattern.compile(
          "(?<![\\w.-])/wo"
              + "rk/|/ro"
              + "ot/\\.m2|registry\\.npm"
              + "js\\.org|registry\\.yarn"
              + "pkg|repo1?\\.maven\\.(apache\\.)?org|deb\\.deb"
              + "ian\\.org");

  /** KTAP has a directive of the first name: these read it. */
  private static final Set<String> READERS = Set.of("KtapReader.java", "KtapReaderTest.java");

  private final SourceTree tree = SourceTree.ofCheckout();

  @Test
  void noSourceIsLeftUnfinished() {
    List<Path> written =
        sources().stream()
            .filter(file -> !READERS.contains(file.getFileName().toString()))
            .toList();
    assertThat(tree.linesWith(written, UNFINISHED)).isEmpty();
  }

  @Test
  void noSourceHoldsAStub() {
    assertThat(tree.linesWith(sources(), STUB)).isEmpty();
  }

  @Test
  void noFileNamesThisMachineOrARegistry() {
    assertThat(tree.linesWith(tree.files(), MACHINE)).isEmpty();
  }

  private List<Path> sources() {
    return tree.withExtension(
        "java", "ts", "js", "mjs", "svelte", "css", "html", "sh", "sql", "proto", "yaml", "xml",
        "c");
  }
}
