package dev.kedge.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every relative link in a Markdown file leads to a file that is there, and to a heading in it. */
class DocumentLinksTest {
  private static final Pattern LINK =
      Pattern.compile("\\]\\(<?([^)\\s>]+)>?(?:\\s+\"[^\"]*\")?\\)");
  private static final Pattern ELSEWHERE = Pattern.compile("^[a-z][a-z0-9+.-]*:.*");

  private final SourceTree tree = SourceTree.ofCheckout();

  @Test
  void everyLinkLeadsSomewhere() {
    List<String> broken = new ArrayList<>();
    for (Path file : tree.withExtension("md")) {
      Path directory = Objects.requireNonNull(file.getParent());
      Matcher link = LINK.matcher(withoutCode(SourceTree.text(file).orElse("")));
      while (link.find()) {
        String target = link.group(1);
        if (!ELSEWHERE.matcher(target).matches() && !leadsSomewhere(file, directory, target)) {
          broken.add(tree.name(file) + ": " + target);
        }
      }
    }

    assertThat(broken).isEmpty();
  }

  private static boolean leadsSomewhere(Path file, Path directory, String target) {
    int hash = target.indexOf('#');
    String path = hash < 0 ? target : target.substring(0, hash);
    Path linked = path.isEmpty() ? file : directory.resolve(path).normalize();
    if (!Files.exists(linked)) {
      return false;
    }
    return hash < 0 || anchors(linked).contains(target.substring(hash + 1));
  }

  /** The anchors of a Markdown file's headings, by the rule of the common code hosts. */
  static Set<String> anchors(Path file) {
    Set<String> anchors = new HashSet<>();
    Map<String, Integer> seen = new HashMap<>();
    withoutFences(SourceTree.text(file).orElse(""))
        .lines()
        .filter(line -> line.matches("#{1,6} .*"))
        .map(line -> line.replaceFirst("#+ +", "").strip().toLowerCase(java.util.Locale.ROOT))
        .map(line -> line.replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1"))
        .map(line -> line.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .forEach(anchor -> {
          int before = seen.merge(anchor, 1, Integer::sum) - 1;
          anchors.add(before == 0 ? anchor : anchor + "-" + before);
        });
    return anchors;
  }

  private static String withoutCode(String markdown) {
    return withoutFences(markdown).replaceAll("`[^`\n]*`", "");
  }

  private static String withoutFences(String markdown) {
    return markdown.replaceAll("(?ms)^ *```.*?^ *```", "");
  }
}
