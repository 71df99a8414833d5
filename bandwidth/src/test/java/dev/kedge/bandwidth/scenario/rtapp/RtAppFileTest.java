package dev.kedge.bandwidth.scenario.rtapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.CpuSet;
import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.scenario.Group;
import dev.kedge.bandwidth.scenario.LockMode;
import dev.kedge.bandwidth.scenario.Preemption;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.scenario.Span;
import dev.kedge.bandwidth.scenario.Step;
import dev.kedge.bandwidth.scenario.Workload;
import dev.kedge.bandwidth.scenario.file.ScenarioFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RtAppFileTest {
  private static final String ALPHABET = "{}[]\",:0-a\u0000/*";
  private static final Kernel KERNEL = Kernel.release("6.18");
  private static final String PING_PONG = resource("ping-pong.json");

  @Test
  void readsTasksPhasesAndEvents() {
    RtAppFile.Imported imported = read(PING_PONG);
    Scenario scenario = imported.scenario();

    assertThat(scenario.durationNs()).isEqualTo(3_000_000_000L);
    assertThat(scenario.machine().cpus()).isEqualTo(4);
    assertThat(scenario.groups()).extracting(Group::path).containsExactly("/games", "/games/table");
    Workload ping = scenario.workloads().get(0);
    assertThat(ping.cpus()).isEqualTo(CpuSet.of(0));
    assertThat(ping.nice()).isEqualTo(-5);
    assertThat(ping.steps())
        .containsExactly(
            new Step.Repeat(
                5,
                List.of(
                    new Step.Acquire("token", LockMode.WRITE),
                    new Step.Signal("turn@pong"),
                    new Step.Release("token"),
                    new Step.Await("turn@ping"),
                    new Step.Acquire("token", LockMode.WRITE),
                    new Step.Release("token"),
                    new Step.Run(Span.us(1_500)),
                    new Step.Run(Span.us(500)),
                    new Step.Fork("guest"))));
    Workload pong = scenario.workloads().get(1);
    assertThat(pong.startNs()).isEqualTo(2_000_000);
    assertThat(((Step.Repeat) pong.steps().getFirst()).steps())
        .endsWith(
            new Step.SetAffinity(CpuSet.of(1, 3)),
            new Step.Repeat(
                3,
                List.of(
                    new Step.Sleep(Span.us(1_000)),
                    new Step.Run(Span.us(1)),
                    new Step.Kernel(Span.us(1), Preemption.VOLUNTARY))));
    assertThat(scenario.workloads().get(2).count()).isZero();
    assertThat(scenario.workloads().get(3).steps())
        .containsExactly(
            Step.Repeat.forever(
                List.of(new Step.WaitRelease("unique", 16_667_000), new Step.Run(Span.ms(4)))));
    assertThat(imported.notes())
        .anyMatch(note -> note.contains("'mem'"))
        .anyMatch(note -> note.contains("'yield'"))
        .anyMatch(note -> note.contains("pi_enabled"));
  }

  @Test
  void whatWasReadIsAScenarioFileToo() {
    Scenario scenario = read(PING_PONG).scenario();

    assertThat(ScenarioFile.read("again.yaml", ScenarioFile.write(scenario))).isEqualTo(scenario);
  }

  @Test
  void aBarrierWaitsForEveryInstance() {
    Scenario scenario =
        read("{'tasks': {'a': {'instance': 2, 'run': 5, 'barrier': 'b'}, 'c': {'barrier': 'b'}}}")
            .scenario();

    assertThat(scenario.workloads())
        .extracting(Workload::name)
        .containsExactly("a-0", "a-1", "c", "barrier b");
    assertThat(((Step.Repeat) scenario.workloads().get(3).steps().getFirst()).steps())
        .containsExactly(
            new Step.Await("b+a-0"),
            new Step.Await("b+a-1"),
            new Step.Await("b+c"),
            new Step.Signal("b-a-0"),
            new Step.Signal("b-a-1"),
            new Step.Signal("b-c"));
  }

  @Test
  void aTaskMaySuspendItselfUntilAnotherResumesIt() {
    List<Workload> workloads =
        read("{'tasks': {'a': {'suspend': ''}, 'b': {'run': 1, 'resume': 'a'}}}")
            .scenario()
            .workloads();

    assertThat(workloads.get(0).steps())
        .containsExactly(Step.Repeat.forever(List.of(new Step.Await("suspend@a"))));
    assertThat(((Step.Repeat) workloads.get(1).steps().getFirst()).steps())
        .contains(new Step.Signal("suspend@a"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'tasks': {}} | expected at least one task",
        "{'tasks': {'a': {'run': 5, 'policy': 'SCHED_FIFO'}}} | policy SCHED_FIFO is not simulated",
        "{'tasks': {'a': {'run': 5, 'dl-runtime': 5}}} | SCHED_DEADLINE is not simulated",
        "{'tasks': {'a': {'rnu': 5}}} | unknown key or event 'rnu' in a task: did you mean 'run'?",
        "{'tasks': {'a': {'run': 'x'}}} | a run is 'x': expected a whole number",
        "{'tasks': {'a': {'run': -5}}} | a run is '-5': expected a whole number",
        "{'tasks': {'a': {'lock': 'm', 'unlock': 'm'}}} | no event of this loop takes time",
        "{'tasks': {'a': {'run': 5, 'fork': 'bb'}, 'b': {'run': 1}}} | there is no task 'bb'",
        "{'tasks': {'a': {'run': 5}, 'a': {'run': 1}}} | 'a' is there twice",
        "{'tasks': {'a': {'run': 5, 'taskgroup': 'x'}}} | expected a path such as /tg1",
        "{'tasks': {'a': {'run': 5, 'phases': {}}}} | phases or events of its own, not both",
        "{'task': {}} | unknown key 'task' in the file: did you mean 'tasks'?",
        "{'tasks': {'a': {'timer': {'ref': 'u'}}}} | key 'period' is missing",
        "{'tasks': {'a': {'wait': 'c', 'run': 1}}} | expected an object with the key mutex",
        "{'tasks': {'a': {'run': 5, 'instance': 99999999}}} | instance is '99999999'"
      })
  void refusesWithAPlace(String json, String expected) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(BandwidthException.class)
        .hasMessageMatching("(?s)rt\\.json:1:[0-9]+: .*")
        .hasMessageContaining(expected);
  }

  @Property(tries = 400)
  void damageIsRefusedWithAPlace(@ForAll long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder(PING_PONG);
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(3)) {
        case 0 -> text.setCharAt(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        case 1 -> text.deleteCharAt(at);
        default -> text.delete(at, Math.min(text.length(), at + random.nextInt(30)));
      }
    }

    assertThatCode(() -> read(text.toString()))
        .satisfiesAnyOf(
            failure -> assertThat(failure).isNull(),
            failure ->
                assertThat(failure)
                    .isInstanceOf(BandwidthException.class)
                    .hasMessageMatching("rt\\.json:[0-9]+:[0-9]+: [^\\p{Cntrl}]+"));
  }

  private static RtAppFile.Imported read(String json) {
    String text = json.startsWith("{'") ? json.replace('\'', '"') : json;
    return RtAppFile.read("rt.json", text, OptionalInt.empty(), KERNEL);
  }

  private static String resource(String name) {
    try (InputStream in = RtAppFileTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
