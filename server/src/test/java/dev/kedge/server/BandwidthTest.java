package dev.kedge.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.server.bandwidth.SimulationLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Runs of the bandwidth model over HTTP. */
class BandwidthTest {
  private static final String SIMULATE = "/api/v1/bandwidth/simulate";
  private static final String HOG =
      """
      machine: {cpus: 1}
      kernel: 6.17
      duration: 1s
      groups: {/job: 20000 100000}
      workloads:
        job: {group: /job, steps: [hog]}
      """;

  /** Two tasks that hand a mutex to and fro as fast as they can. */
  private static final String BUSY =
      """
      machine: {cpus: 2}
      kernel: 6.18
      duration: 20s
      groups: {/job: 100000 100000}
      locks: {m: mutex}
      workloads:
        job:
          group: /job
          tasks: 8
          steps: [forever: [run 1us, syscall: [acquire m, kernel 1us, release m]]]
      """;

  /** Enough changes for an answer that is streamed. */
  private static final String BURSTS =
      """
      machine: {cpus: 2}
      kernel: 6.18
      duration: 5s
      groups: {/job: 20000 100000}
      workloads:
        job: {group: /job, tasks: 3, steps: [forever: [run 2ms, sleep 3ms]]}
      """;

  @TempDir static Path directory;
  private static RunningServer running;
  private static SchemaCheck schemas;
  private static JsonNode document;

  @BeforeAll
  static void start() {
    running = RunningServer.in(directory);
    document = new YAMLMapper().readTree(RunningServer.text(running.get("/api/v1/openapi.yaml")));
    schemas = new SchemaCheck(document);
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  static Stream<String> examples() {
    return running
        .json("/api/v1/bandwidth/examples")
        .get("examples")
        .valueStream()
        .map(example -> example.get("id").stringValue());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleRunsAndThrottlesUnderBothMechanisms(String id) {
    JsonNode example =
        running
            .json("/api/v1/bandwidth/examples")
            .get("examples")
            .valueStream()
            .filter(one -> one.get("id").stringValue().equals(id))
            .findFirst()
            .orElseThrow();
    JsonNode answer =
        answer(post(SIMULATE, "application/json", example.get("scenario").toString()));
    assertThat(schemas.check(schema("Simulation"), answer)).isEmpty();
    assertThat(schemas.check(schema("Scenario"), example.get("scenario"))).isEmpty();
    assertThat(answer.get("runs").valueStream().map(run -> run.get("mechanism").stringValue()))
        .containsExactly("A", "B");
    for (JsonNode run : answer.get("runs")) {
      assertThat(
              run.get("groups").valueStream().mapToLong(one -> one.get("nrThrottled").longValue()))
          .anyMatch(count -> count > 0);
      assertThat(run.at("/timeline/running/start").size()).isPositive();
      assertThat(run.at("/timeline/curves").size()).isPositive();
    }
  }

  @Test
  void aStrandedHolderMakesItsWaitersWaitForTheRefill() {
    JsonNode answer = run("stranded-lock-holder");
    JsonNode group = answer.at("/runs/0/operations/0");
    JsonNode task = answer.at("/runs/1/operations/0");
    assertThat(group.get("name").stringValue()).isEqualTo("attach");
    assertThat(group.get("maxNs").longValue()).isGreaterThan(50_000_000);
    assertThat(task.get("maxNs").longValue()).isLessThan(30_000_000);
  }

  private static JsonNode run(String id) {
    return running
        .json("/api/v1/bandwidth/examples")
        .get("examples")
        .valueStream()
        .filter(one -> one.get("id").stringValue().equals(id))
        .findFirst()
        .map(one -> answer(post(SIMULATE, "application/json", one.get("scenario").toString())))
        .orElseThrow();
  }

  @Test
  void theSameRequestGivesTheSameRun() {
    JsonNode first = answer(post(SIMULATE, "application/yaml", HOG)).at("/runs/0/timeline");
    JsonNode second = answer(post(SIMULATE, "application/yaml", HOG)).at("/runs/0/timeline");
    assertThat(second).isEqualTo(first);
    assertThat(first.get("dropped").longValue()).isZero();
  }

  @Test
  void aWindowCutsTheTimeLineAndNotTheCounters() {
    JsonNode whole = answer(post(SIMULATE, "application/yaml", HOG));
    JsonNode part = answer(post(SIMULATE + "?fromMs=200&toMs=300", "application/yaml", HOG));
    assertThat(part.at("/runs/0/groups")).isEqualTo(whole.at("/runs/0/groups"));
    assertThat(part.get("fromNs").longValue()).isEqualTo(200_000_000);
    assertThat(
            part.at("/runs/0/timeline/running/start").valueStream().mapToLong(JsonNode::longValue))
        .isNotEmpty()
        .allMatch(start -> start >= 200_000_000 && start < 300_000_000);
  }

  @Test
  void aLongAnswerIsWholeOnAConnectionThatCloses() throws IOException {
    String answer =
        running.raw(
            "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/yaml\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(SIMULATE, BURSTS.length(), BURSTS));
    assertThat(answer).contains("Transfer-Encoding: chunked").endsWith("\r\n0\r\n\r\n");
  }

  @Test
  void kernelsAreLettersOrReleases() {
    JsonNode answer = answer(post(SIMULATE + "?kernels=5.15,C", "application/yaml", HOG));
    assertThat(answer.get("runs").valueStream().map(run -> run.get("mechanism").stringValue()))
        .containsExactly("A", "C");
    for (String kernels : List.of("E", "2.6", "A,B,C,D,6.17", "%3Cb%3E")) {
      assertThat(post(SIMULATE + "?kernels=" + kernels, "application/yaml", HOG).statusCode())
          .as(kernels)
          .isEqualTo(400);
    }
  }

  @Test
  void aScenarioComesBackAsJsonAndAsAFile() {
    JsonNode read = answer(post("/api/v1/bandwidth/scenario", "application/yaml", HOG));
    assertThat(schemas.check(schema("ReadScenario"), read)).isEmpty();
    assertThat(read.at("/scenario/kernel").stringValue()).isEqualTo("6.17");
    assertThat(read.get("scenario").get("groups").get("/job").stringValue())
        .isEqualTo("20000 100000");
    JsonNode again =
        answer(
            post(
                "/api/v1/bandwidth/scenario", "application/json", read.get("scenario").toString()));
    assertThat(again).isEqualTo(read);
  }

  @Test
  void aMistakeIsNamedWithItsLine() {
    HttpResponse<byte[]> response =
        post(SIMULATE, "application/yaml", HOG.replace("20000 100000", "20 100000"));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(RunningServer.text(response)).contains("scenario:4:").contains("quota");
    assertThat(post(SIMULATE, "application/yaml", "").statusCode()).isEqualTo(400);
    assertThat(post(SIMULATE, "application/xml", HOG).statusCode()).isEqualTo(415);
    assertThat(post(SIMULATE + "?fromMs=5000", "application/yaml", HOG).statusCode())
        .isEqualTo(400);
  }

  @Test
  void whatIsTooLargeIsRefusedBeforeItRuns() {
    for (String large :
        List.of(
            HOG.replace("cpus: 1", "cpus: 17"),
            HOG.replace("duration: 1s", "duration: 21s"),
            HOG.replace("group: /job,", "group: /job, tasks: 257,"))) {
      HttpResponse<byte[]> response = post(SIMULATE, "application/yaml", large);
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(RunningServer.text(response)).contains("at most", "kedge bandwidth sim");
    }
    assertThat(post(SIMULATE, "application/yaml", HOG + "#".repeat(300 << 10)).statusCode())
        .isEqualTo(413);
  }

  @Test
  void aRunThatTakesTooMuchEnds(@TempDir Path other) {
    SimulationLimits limits = SimulationLimits.standard();
    try (RunningServer small = server(other.resolve("changes"), limits.withChanges(10_000))) {
      HttpResponse<byte[]> response = post(small, BUSY);
      assertThat(response.statusCode()).isEqualTo(422);
      assertThat(RunningServer.text(response)).contains("10000 changes", "shorten");
    }
    try (RunningServer hasty =
        server(other.resolve("time"), limits.withTime(Duration.ofMillis(1)))) {
      assertThat(post(hasty, BUSY).statusCode()).isEqualTo(422);
    }
  }

  @Test
  void forksAreBounded() {
    String bomb =
        """
        machine: {cpus: 1}
        kernel: 6.18
        duration: 20s
        workloads:
          child: {tasks: 0, steps: [sleep 100s]}
          bomb: {steps: [forever: [run 1us, fork child]]}
        """;
    HttpResponse<byte[]> response = post(SIMULATE, "application/yaml", bomb);
    assertThat(response.statusCode()).as(RunningServer.text(response)).isEqualTo(422);
    assertThat(RunningServer.text(response)).contains("20000 tasks");
  }

  @Test
  void aRunNobodyWaitsForEnds(@TempDir Path other) throws Exception {
    SimulationLimits limits =
        SimulationLimits.standard().withTime(Duration.ofMinutes(5)).withChanges(Long.MAX_VALUE);
    try (RunningServer patient = server(other, limits)) {
      // Many short runs' worth of work in one request: far more than the bound of this test.
      String body = BUSY.replace("tasks: 8", "tasks: 200").replace("1us", "20ns");
      for (int i = 0; i < limits.concurrent(); i++) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), patient.server.port())) {
          socket
              .getOutputStream()
              .write(
                  ("POST %s?kernels=A,B,C,D&interim=true HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                          + "Content-Type: application/yaml\r\nContent-Length: %d\r\n\r\n%s")
                      .formatted(SIMULATE, body.length(), body)
                      .getBytes(StandardCharsets.US_ASCII));
          socket.getOutputStream().flush();
          Thread.sleep(50);
        }
      }
      // Their places are free again long before their time is up.
      assertThat(post(patient, HOG).statusCode()).isEqualTo(200);
    }
  }

  private static RunningServer server(Path directory, SimulationLimits limits) {
    return new RunningServer(
        directory,
        ServerConfig.local(0).withLimits(ServerLimits.standard().withSimulations(limits)),
        "pages-sample/");
  }

  private static HttpResponse<byte[]> post(RunningServer server, String body) {
    return server.send(
        server
            .request(SIMULATE)
            .header("Content-Type", "application/yaml")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private static HttpResponse<byte[]> post(String path, String type, String body) {
    return running.send(
        running
            .request(path)
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private static JsonNode answer(HttpResponse<byte[]> response) {
    assertThat(response.statusCode()).as(RunningServer.text(response)).isEqualTo(200);
    return RunningServer.tree(response);
  }

  private static JsonNode schema(String name) {
    return document.at("/components/schemas/" + name);
  }
}
