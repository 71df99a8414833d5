package dev.kedge.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** docs/dependencies.md lists what the distribution really holds, with version and licence. */
class DependenciesDocumentTest {
  private static final Set<String> ACCEPTED =
      Set.of("Apache-2.0", "MIT", "0BSD", "BSD-2-Clause", "BSD-3-Clause", "EPL-2.0", "CC0-1.0", "OFL-1.1");
  private static final Pattern JAR = Pattern.compile("(.+?)-(\\d.*)\\.jar");

  private final Path root = SourceTree.root();
  private final Path file = root.resolve("docs/dependencies.md");
  private final Path lib = root.resolve("dist/target/kedge/lib");

  @Test
  void everyJarOfTheDistributionIsListedWithItsVersion() throws IOException {
    assumeTrue(Files.isDirectory(lib), "needs the distribution: mvn package");
    Map<String, String> jars = jars();
    List<List<String>> rows = MarkdownTable.rows(file, "Java, at run time", 4);
    List<String> wrong = new ArrayList<>();
    Set<String> used = new HashSet<>();
    jars.forEach((artifact, version) -> {
      List<List<String>> of =
          rows.stream().filter(row -> artifact.matches(glob(row.getFirst()))).toList();
      if (of.size() != 1) {
        wrong.add(artifact + " " + version + ": listed " + of.size() + " times");
      } else if (!of.getFirst().get(1).equals(version)) {
        wrong.add(artifact + ": in use " + version + ", listed " + of.getFirst().get(1));
      }
      of.forEach(row -> used.add(row.getFirst()));
    });
    rows.stream()
        .map(List::getFirst)
        .filter(artifact -> !used.contains(artifact))
        .forEach(artifact -> wrong.add(artifact + ": listed, but not in the distribution"));

    assertThat(wrong).isEmpty();
  }

  @Test
  void licencesAreThoseOfTheBillOfMaterials() {
    Path sbom = root.resolve("dist/target/kedge/sbom.json");
    assumeTrue(Files.exists(sbom), "needs the bill of materials: mvn package without -Dquick");
    List<List<String>> rows = MarkdownTable.rows(file, "Java, at run time", 4);
    List<String> wrong = new ArrayList<>();
    for (JsonNode component : read(sbom).path("components")) {
      String artifact = component.path("name").asString();
      String licences = licences(component);
      if (artifact.startsWith("kedge-")) {
        continue;
      }
      rows.stream()
          .filter(row -> artifact.matches(glob(row.getFirst())))
          .filter(row -> !row.get(2).equals(licences))
          .forEach(row -> wrong.add(artifact + ": " + licences + ", listed " + row.get(2)));
    }

    assertThat(wrong).isEmpty();
  }

  @Test
  void everyLicenceIsOneThatUsersMayBuildOn() {
    List<List<String>> rows = new ArrayList<>(MarkdownTable.rows(file, "Java, at run time", 4));
    rows.addAll(MarkdownTable.rows(file, "In the web pages", 4));

    assertThat(rows)
        .isNotEmpty()
        .allSatisfy(
            row -> assertThat(row.get(2).split(" or ", -1)).containsAnyElementsOf(ACCEPTED));
  }

  @Test
  void everyPackageOfTheWebPagesIsListedWithItsVersion() {
    Path manifest = root.resolve("web/app/package.json");
    assumeTrue(Files.exists(manifest), "needs web/app/package.json");
    Map<String, String> listed = new TreeMap<>();
    MarkdownTable.rows(file, "In the web pages", 4)
        .forEach(row -> listed.put(row.getFirst(), row.get(1)));
    JsonNode json = read(manifest);
    Map<String, String> used = new TreeMap<>();
    json.path("dependencies")
        .properties()
        .forEach(entry -> used.put(entry.getKey(), entry.getValue().asString()));
    // The compiler's runtime ends up in the bundle, wherever package.json lists it.
    used.put("svelte", json.path("devDependencies").path("svelte").asString(used.get("svelte")));

    assertThat(listed).isEqualTo(used);
  }

  private Map<String, String> jars() throws IOException {
    Map<String, String> jars = new TreeMap<>();
    try (Stream<Path> files = Files.list(lib)) {
      for (Path jar : files.toList()) {
        Matcher name = JAR.matcher(jar.getFileName().toString());
        assertThat(name.matches()).as(jar.toString()).isTrue();
        if (!name.group(1).startsWith("kedge-")) {
          jars.put(name.group(1), name.group(2));
        }
      }
    }
    return jars;
  }

  private static String licences(JsonNode component) {
    List<String> licences = new ArrayList<>();
    for (JsonNode entry : component.path("licenses")) {
      JsonNode licence = entry.path("license");
      licences.add(
          entry.has("expression")
              ? entry.path("expression").asString()
              : licence.path("id").asString(licence.path("name").asString("?")));
    }
    return String.join(" or ", licences);
  }

  private static String glob(String artifact) {
    return artifact.replace(".", "\\.").replace("*", ".*");
  }

  private static JsonNode read(Path json) {
    return JsonMapper.shared().readTree(SourceTree.text(json).orElseThrow());
  }
}
