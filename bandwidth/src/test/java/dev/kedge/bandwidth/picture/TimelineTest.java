package dev.kedge.bandwidth.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.Machine;
import dev.kedge.bandwidth.scenario.Group;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.scenario.Span;
import dev.kedge.bandwidth.scenario.Step;
import dev.kedge.bandwidth.scenario.Workload;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A run told by hand: on one CPU the holder takes a lock in the kernel at 2 ms, its group is
 * throttled at 4 ms, the victim waits for the lock from 4 ms on, and all is well again at 10 ms.
 */
class TimelineTest {
  private static final long MS = 1_000_000;
  private static final List<String> TASKS = List.of("holder<&>/0", "victim");

  private static final Labels LABELS =
      new Labels() {
        @Override
        public String group(int group) {
          return List.of("/", "/pods", "/pods/lim").get(group);
        }

        @Override
        public String task(int task) {
          return TASKS.get(task);
        }

        @Override
        public String lock(int lock) {
          return "dir_i_rwsem";
        }
      };

  @Test
  void aStrandedLockHolderIsTold() {
    Timeline timeline = record('A');

    assertThat(states(timeline, 0))
        .containsExactlyInAnyOrder(
            "user 0-2", "kernel 2-4", "stranded 4-10", "kernel 10-11", "user 11-12");
    assertThat(states(timeline, 1))
        .containsExactlyInAnyOrder("kernel 4-5", "lock 5-11", "runnable 11-12");
    assertThat(timeline.holds().size()).isEqualTo(1);
    assertThat(timeline.holds().start(0)).isEqualTo(2 * MS);
    assertThat(timeline.holds().end(0)).isEqualTo(11 * MS);
    assertThat(timeline.throttles().start(0)).isEqualTo(4 * MS);
    assertThat(timeline.dropped()).isZero();
  }

  @Test
  void underAPerTaskThrottleNobodyIsStranded() {
    assertThat(states(record('B'), 0)).doesNotContain("stranded 4-10").contains("runnable 4-10");
  }

  @Test
  void textShowsOneColumnPerMillisecond() {
    assertThat(TimelineText.of(record('A'), 12).lines())
        .contains(
            "                   cpu 0 |aaAAB     Aa|",
            "         /pods/lim cpu 0 |    ######  |",
            "     dir_i_rwsem held by |  aaaaaaaaa |",
            "           a holder<&>/0 |uuKKXXXXXXKu|",
            "                b victim |    KLLLLLL.|");
  }

  @Test
  void svgIsWellFormedEscapedAndComparesRuns() throws Exception {
    String svg = TimelineSvg.of(List.of(record('A'), record('B')));

    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    NodeList texts =
        factory
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)))
            .getElementsByTagName("text");
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < texts.getLength(); i++) {
      labels.add(texts.item(i).getTextContent());
    }
    assertThat(labels)
        .contains("run A", "run B", "holder<&>/0", "dir_i_rwsem held", "2ms", "pool of /pods/lim")
        .contains("/pods/lim throttled, CPU 0");
    assertThat(svg)
        .contains("prefers-color-scheme: dark", "class=\"stranded\"")
        .doesNotContain("href", "url(", "<script")
        .satisfies(text -> assertThat(text.length()).isLessThan(20_000));
  }

  @Test
  void jsonHasColumns() {
    JsonNode json =
        JsonMapper.shared()
            .readTree(JsonMapper.shared().writeValueAsString(TimelineJson.of(record('A'))));

    assertThat(json.path("running").path("startNs").size())
        .isEqualTo(json.path("running").path("task").size());
    assertThat(json.path("stateNames").get(3).asString()).isEqualTo("stranded");
    assertThat(json.path("curves").get(0).path("runtimeNs").get(0).asLong()).isEqualTo(4 * MS);
  }

  @Test
  void whatDoesNotFitIsCounted() {
    TimelineRecorder recorder = new TimelineRecorder(0, 1000 * MS, 10);
    for (int i = 0; i < 500; i++) {
      recorder.switched(i * MS, 0, i % 2);
    }

    Timeline timeline = recorder.timeline("many", scenario('B'), LABELS, 500 * MS);

    assertThat(timeline.running().size()).isEqualTo(10);
    assertThat(timeline.dropped()).isGreaterThan(900);
    assertThat(TimelineText.of(timeline, 60)).contains("too many to keep");
  }

  @Test
  void aCurveKeepsItsExtremes() {
    CurveRecorder curve = new CurveRecorder(0, 1000 * MS);
    for (int i = 0; i < 1_000_000; i++) {
      curve.add(i * 1000L, i == 777_777 ? -5 : i == 777_778 ? 99 : i % 7);
    }

    List<Curve.Point> points = curve.points();

    assertThat(points).hasSizeLessThanOrEqualTo(1600);
    assertThat(points).isSortedAccordingTo((a, b) -> Long.compare(a.atNs(), b.atNs()));
    assertThat(points).anyMatch(p -> p.runtimeNs() == -5).anyMatch(p -> p.runtimeNs() == 99);
  }

  private static Timeline record(char mechanism) {
    TimelineRecorder recorder = new TimelineRecorder(0, 12 * MS);
    recorder.started(0, 0, 2);
    recorder.started(0, 1, 0);
    recorder.pool(0, 2, 4 * MS);
    recorder.switched(0, 0, 0);
    recorder.mode(2 * MS, 0, 0, true);
    recorder.acquired(2 * MS, 0, 0);
    recorder.throttled(4 * MS, 2, 0, true);
    recorder.pool(4 * MS, 2, 0);
    recorder.mode(4 * MS, 0, 1, true);
    recorder.switched(4 * MS, 0, 1);
    recorder.blocked(5 * MS, 1, 0);
    recorder.switched(5 * MS, 0, -1);
    recorder.throttled(10 * MS, 2, 0, false);
    recorder.period(10 * MS, 2);
    recorder.switched(10 * MS, 0, 0);
    recorder.released(11 * MS, 0, 0);
    recorder.woken(11 * MS, 0, 1);
    recorder.mode(11 * MS, 0, 0, false);
    return recorder.timeline("run " + mechanism, scenario(mechanism), LABELS, 12 * MS);
  }

  private static Scenario scenario(char mechanism) {
    return new Scenario(
        "told",
        Machine.of(1),
        Kernel.mechanism(mechanism),
        List.of(
            Group.of("/pods", CpuLimit.NONE), Group.of("/pods/lim", CpuLimit.of(4_000, 10_000))),
        List.of(),
        List.of(
            Workload.of("holder<&>", "/pods/lim", 2, List.of(new Step.Run(Span.ms(1)))),
            Workload.of("victim", "/", 1, List.of(new Step.Run(Span.ms(1))))),
        List.of(),
        12 * MS,
        1);
  }

  private static List<String> states(Timeline timeline, int task) {
    List<String> told = new ArrayList<>();
    Segments states = timeline.states();
    for (int i = 0; i < states.size(); i++) {
      if (states.row(i) == task) {
        told.add(
            "%s %d-%d"
                .formatted(
                    TaskState.of(states.state(i)).label(),
                    states.start(i) / MS,
                    states.end(i) / MS));
      }
    }
    return told;
  }
}
