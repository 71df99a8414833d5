package dev.kedge.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Every package says what it is for, and that null is the exception in it. */
class NullMarkedTest {
  private final SourceTree tree = SourceTree.ofCheckout();

  @Test
  void everyPackageIsNullMarkedAndDocumented() {
    List<String> bad =
        tree.withExtension("java").stream()
            .filter(file -> isOfOwnPackage(tree.name(file)))
            .map(file -> Objects.requireNonNull(file.getParent()))
            .distinct()
            .filter(directory -> !isMarked(directory))
            .map(tree::name)
            .toList();

    assertThat(bad).as("package-info.java with Javadoc and @NullMarked is missing").isEmpty();
  }

  /** Tests share the package of the code they test, but for the modules that are tests only. */
  private static boolean isOfOwnPackage(String name) {
    return name.contains("/src/main/java/") || name.startsWith("checks/src/test/java/");
  }

  private static boolean isMarked(Path directory) {
    Path info = directory.resolve("package-info.java");
    String text = Files.exists(info) ? SourceTree.text(info).orElse("") : "";
    return text.contains("@NullMarked") && text.contains("/**");
  }
}
