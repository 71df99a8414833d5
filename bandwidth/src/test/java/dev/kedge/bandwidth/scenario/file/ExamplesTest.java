package dev.kedge.bandwidth.scenario.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.scenario.rtapp.RtAppFile;
import dev.kedge.bandwidth.sim.OperationResult;
import dev.kedge.bandwidth.sim.Simulation;
import dev.kedge.bandwidth.sim.SimulationResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The example files run, and everything the documentation shows is taken. */
class ExamplesTest {
  private static final Path DOCS = Path.of(System.getProperty("kedge.root", "..")).resolve("docs");
  private static final Path EXAMPLES = DOCS.resolve("examples/bandwidth");
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
  private static final Pattern FIRST_CELL = Pattern.compile("^\\| `(.+?)` \\|", Pattern.MULTILINE);

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleRunsAndIsWrittenBack(Path file) throws IOException {
    Scenario scenario = read(file);

    SimulationResult result = Simulation.run(scenario);

    assertThat(result.durationNs()).isEqualTo(scenario.durationNs());
    assertThat(result.groups())
        .hasEntrySatisfying("/", root -> assertThat(root.usageNs()).isPositive());
    assertThat(ScenarioFile.read("again.yaml", ScenarioFile.write(scenario))).isEqualTo(scenario);
  }

  @Test
  void aThrottledReaderStrandsTheVictimOnlyUnderTheGroupThrottle() throws IOException {
    Scenario scenario = read(EXAMPLES.resolve("stranded-lock.yaml"));

    OperationResult a = create(scenario.withKernel(Kernel.mechanism('A')));
    OperationResult b = create(scenario.withKernel(Kernel.mechanism('B')));

    assertThat(a.done()).isLessThan(5);
    assertThat(a.censoredNs()).isGreaterThan(1_000_000_000);
    assertThat(b.done()).isGreaterThan(950);
    assertThat(b.nanoseconds().getMaxValue()).isLessThan(20_000_000);
  }

  @Test
  void theDocumentsWholeFilesAreTaken() throws IOException {
    List<String> files = YAML.matcher(document()).results().map(match -> match.group(1)).toList();

    assertThat(files).isNotEmpty();
    assertThat(files)
        .allSatisfy(file -> assertThat(ScenarioFile.read("docs", file).workloads()).isNotEmpty());
  }

  @ParameterizedTest
  @MethodSource("documentedSteps")
  void everyDocumentedStepIsTaken(String step) {
    String text =
        """
        machine: {cpus: 8}
        kernel: 6.18
        groups: {/web: max}
        locks: {i_rwsem: rwsem}
        workloads: {child: {tasks: 0, steps: exit}, w: [{STEP}]}
        """
            .replace("{STEP}", step.contains("[") ? "{" + step + "}" : step);

    assertThat(ScenarioFile.read("docs", text).workloads().get(1).steps()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("documentedEvents")
  void everyDocumentedEventIsTaken(String event) {
    String text =
        """
        machine: {cpus: 8}
        kernel: 6.18
        groups: {/web: max, /other: max}
        workloads: {web: {tasks: 2, steps: hog}}
        events: [at 1s: EVENT]
        """
            .replace("EVENT", event);

    assertThat(ScenarioFile.read("docs", text).events()).hasSize(1);
  }

  static Stream<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files.sorted().toList().stream();
    }
  }

  static Stream<String> documentedSteps() throws IOException {
    return table("## Steps");
  }

  static Stream<String> documentedEvents() throws IOException {
    return table("## Events");
  }

  private static Stream<String> table(String heading) throws IOException {
    String section = document().split("\n" + heading + "\n", 2)[1].split("\n## ", 2)[0];
    List<String> cells =
        FIRST_CELL.matcher(section).results().map((MatchResult cell) -> cell.group(1)).toList();
    assertThat(cells).hasSizeGreaterThan(5);
    return cells.stream();
  }

  private static OperationResult create(Scenario scenario) {
    return Simulation.run(scenario).operations().getFirst();
  }

  private static Scenario read(Path file) throws IOException {
    String text = Files.readString(file);
    String name = file.getFileName().toString();
    return name.endsWith(".json")
        ? RtAppFile.read(name, text, OptionalInt.empty(), Kernel.release("6.18")).scenario()
        : ScenarioFile.read(name, text);
  }

  private static String document() throws IOException {
    return Files.readString(DOCS.resolve("bandwidth-scenario.md"));
  }
}
