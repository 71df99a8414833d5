package dev.kedge.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Names say what a thing is; these words say only that nobody knew. */
class NamesTest {
  private static final Set<String> EMPTY_WORDS =
      Set.of(
          "util",
          "utils",
          "utility",
          "utilities",
          "common",
          "commons",
          "misc",
          "manager",
          "helper",
          "helpers",
          "impl");
  private static final Pattern DECLARATION =
      Pattern.compile(
          "^\\s*(?:(?:public|protected|private|static|final|abstract|sealed|non-sealed|strictfp)"
              + "\\s+)*(?:class|interface|enum|record|@interface)\\s+(\\w+)",
          Pattern.MULTILINE);
  private static final Pattern WORD = Pattern.compile("[A-Z]?[a-z]+|[A-Z]+(?![a-z])");

  private final SourceTree tree = SourceTree.ofCheckout();

  @Test
  void noPackageOrTypeHasAnEmptyName() {
    List<String> bad = new ArrayList<>();
    for (Path file :
        tree.withExtension("java", "ts", "js", "mjs", "svelte", "sh", "sql", "proto")) {
      for (String part : tree.name(file).split("/", -1)) {
        emptyWords(part).forEach(word -> bad.add(tree.name(file) + ": '" + word + "' in its path"));
      }
    }
    for (Path file : tree.withExtension("java")) {
      Matcher declaration = DECLARATION.matcher(SourceTree.text(file).orElse(""));
      while (declaration.find()) {
        String type = declaration.group(1);
        emptyWords(type).forEach(word -> bad.add(tree.name(file) + ": type " + type));
      }
    }

    assertThat(bad).as("name it after its job").isEmpty();
  }

  private static List<String> emptyWords(String name) {
    return WORD.matcher(name)
        .results()
        .map(match -> match.group().toLowerCase(Locale.ROOT))
        .filter(EMPTY_WORDS::contains)
        .toList();
  }
}
