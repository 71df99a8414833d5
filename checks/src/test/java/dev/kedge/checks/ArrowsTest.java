package dev.kedge.checks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between modules, in the compiled classes and in the build files. */
class ArrowsTest {
  private static final String ROOT = "dev.kedge.";
  private static final Pattern DEPENDENCY =
      Pattern.compile("<artifactId>kedge-(\\w+)</artifactId>");

  private static JavaClasses classes = new ClassFileImporter().importClasses();

  @BeforeAll
  static void readClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.kedge");
  }

  static List<String> modules() {
    return List.copyOf(Arrows.modules());
  }

  static List<String> domain() {
    return Arrows.DOMAIN;
  }

  @Test
  void everyPackageBelongsToAModule() {
    Set<String> unknown =
        classes.stream()
            .map(ArrowsTest::module)
            .filter(module -> !Arrows.modules().contains(module))
            .collect(Collectors.toSet());

    assertThat(classes).isNotEmpty();
    assertThat(unknown).as("packages below dev.kedge that no module owns").isEmpty();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void codeUsesOnlyTheModulesItMay(String module) {
    classes()
        .that(are(module))
        .should()
        .onlyDependOnClassesThat(
            new DescribedPredicate<>("belong to the modules that " + module + " may use") {
              @Override
              public boolean test(JavaClass used) {
                return !isOurs(used) || Arrows.allowed(module, module(used));
              }
            })
        .allowEmptyShould(true)
        .check(classes);
  }

  @Test
  void theServerKnowsOnlyTheResultsOfVerifications() {
    noClasses()
        .that(are("server"))
        .should()
        .dependOnClassesThat(
            new DescribedPredicate<>(
                "belong to verify, but neither to its results nor its errors") {
              @Override
              public boolean test(JavaClass used) {
                String name = used.getPackageName();
                return isOurs(used)
                    && module(used).equals("verify")
                    && !name.equals(ROOT + "verify.result")
                    && !used.getSimpleName().equals("VerifyException");
              }
            })
        .check(classes);
  }

  @ParameterizedTest
  @MethodSource("modules")
  void buildFilesNameOnlyTheModulesTheyMay(String module) {
    String pom =
        SourceTree.text(SourceTree.root().resolve(module).resolve("pom.xml"))
            .orElseThrow()
            .replaceFirst("<artifactId>kedge-" + module + "</artifactId>", "");
    List<String> forbidden = new ArrayList<>();
    Matcher dependency = DEPENDENCY.matcher(pom);
    while (dependency.find()) {
      if (!Arrows.allowed(module, dependency.group(1))) {
        forbidden.add(dependency.group(1));
      }
    }

    assertThat(forbidden).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("domain")
  void domainKnowsNoNetworkDatabaseOrThread(String module) {
    noClasses()
        .that(are(module))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.sql..",
            "javax.sql..",
            "java.net..",
            "java.net.http..",
            "java.util.concurrent..",
            "io.helidon..",
            "org.duckdb..",
            "org.sqlite..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Thread.class, ProcessBuilder.class, Process.class, Runtime.class)
        .allowEmptyShould(true)
        .check(classes);
  }

  /** The room of patches works on a git tree: one package runs git, one keeps the index. */
  @Test
  void patchesRunsGitAndKeepsItsIndexInOnePlaceEach() {
    noClasses()
        .that()
        .resideInAPackage("dev.kedge.patches..")
        .and()
        .resideOutsideOfPackage("dev.kedge.patches.index..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "org.sqlite..")
        .check(classes);
    noClasses()
        .that()
        .resideInAPackage("dev.kedge.patches..")
        .and()
        .resideOutsideOfPackage("dev.kedge.patches.git..")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Thread.class, ProcessBuilder.class, Process.class, Runtime.class)
        .check(classes);
    noClasses()
        .that()
        .resideInAPackage("dev.kedge.patches..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net..", "io.helidon..")
        .check(classes);
  }

  /** Debug files of kernels have gigabytes; they are mapped, and read where they lie. */
  @ParameterizedTest
  @MethodSource("domain")
  void domainKnowsNoForeignMemoryButThatOfDebugFiles(String module) {
    noClasses()
        .that(are(module))
        .and()
        .resideOutsideOfPackage("dev.kedge.report.symbol..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.lang.foreign..")
        .allowEmptyShould(true)
        .check(classes);
  }

  @ParameterizedTest
  @MethodSource("domain")
  void domainAsksNoClock(String module) {
    noClasses()
        .that(are(module))
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(java.time.Clock.class, "systemUTC")
        .orShould()
        .callMethod(java.time.InstantSource.class, "system")
        .allowEmptyShould(true)
        .check(classes);
  }

  @Test
  void onlyLinuxCallsNativeCode() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.kedge.linux..")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(java.lang.foreign.Linker.class, java.lang.foreign.SymbolLookup.class)
        .check(classes);
  }

  private static DescribedPredicate<JavaClass> are(String module) {
    return new DescribedPredicate<>("are in " + module) {
      @Override
      public boolean test(JavaClass type) {
        return module(type).equals(module);
      }
    };
  }

  private static boolean isOurs(JavaClass type) {
    return type.getPackageName().startsWith(ROOT);
  }

  private static String module(JavaClass type) {
    String rest = type.getPackageName().substring(ROOT.length());
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }
}
