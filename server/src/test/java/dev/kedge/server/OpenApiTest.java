package dev.kedge.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.server.http.Route;
import dev.kedge.server.intake.IntakeCounters;
import dev.kedge.server.metrics.Health;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The server does what openapi.yaml says, and nothing else. */
class OpenApiTest {
  private static Instant start = Instant.EPOCH;
  private static final String HOST = SampleData.HOST.value();

  @TempDir static Path directory;
  private static RunningServer running;
  private static JsonNode document;
  private static SchemaCheck schemas;

  @BeforeAll
  static void fill() {
    start = Instant.now().minusSeconds(600);
    running = RunningServer.in(directory);
    HttpResponse<byte[]> yaml = running.get("/api/v1/openapi.yaml");
    assertThat(yaml.headers().firstValue("Content-Type")).contains("application/yaml");
    document = new YAMLMapper().readTree(new String(yaml.body(), StandardCharsets.UTF_8));
    schemas = new SchemaCheck(document);
    running.upload(SampleData.heartbeat(SampleData.HOST, start));
    running.upload(SampleData.heartbeat(SampleData.HOST, Instant.now()));
    for (int i = 0; i < 30; i++) {
      Instant at = start.plusSeconds(i * 10L);
      running.upload(SampleData.window(SampleData.HOST, i, at));
      running.upload(SampleData.vitals(SampleData.HOST, i, at));
    }
    for (int i = 0; i < 5; i++) {
      running.upload(
          SampleData.occurrence(
              SampleData.HOST, i, start.plusSeconds(i), "WARNING in sample_" + i % 2));
    }
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @Test
  void everyOperationHasARouteAndEveryRouteAnOperation() {
    Map<String, Set<String>> documented = new TreeMap<>();
    for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        if (!operation.getKey().equals("parameters")) {
          documented.put(
              operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
              queryParameters(operation.getValue()));
        }
      }
    }
    PrometheusRegistry registry = new PrometheusRegistry();
    Map<String, Set<String>> served = new TreeMap<>();
    for (Route route :
        KedgeServer.routes(
            ServerLimits.standard(),
            running.store,
            InstantSource.system(),
            registry,
            new IntakeCounters(registry),
            new Health(running.store),
            Optional.empty(),
            Optional.empty())) {
      served.put(route.method().text() + " " + route.path(), new TreeSet<>(route.parameters()));
    }
    assertThat(served).isEqualTo(documented);
  }

  private static Set<String> queryParameters(JsonNode operation) {
    Set<String> names = new TreeSet<>();
    for (JsonNode reference : operation.path("parameters")) {
      JsonNode parameter = schemas.resolve(reference);
      if (parameter.get("in").stringValue().equals("query")) {
        names.add(parameter.get("name").stringValue());
      }
    }
    return names;
  }

  private static String range() {
    return "from=" + start.minusSeconds(60).toEpochMilli() + "&to=" + Instant.now().toEpochMilli();
  }

  /** Windows 20 to 29, in which one function burns more, against the first 20. */
  private static String halves() {
    return "from=%d&to=%d&baseFrom=%d&baseTo=%d"
        .formatted(
            start.plusSeconds(200).toEpochMilli(),
            start.plusSeconds(300).toEpochMilli(),
            start.toEpochMilli(),
            start.plusSeconds(200).toEpochMilli());
  }

  static Stream<List<String>> answers() {
    String host = "/api/v1/hosts/{host}";
    String fleet = "/api/v1/profiles";
    String base =
        "&baseFrom=%d&baseTo=%d"
            .formatted(start.toEpochMilli(), start.plusSeconds(100).toEpochMilli());
    String issue = "/api/v1/issues/{issue}";
    return Stream.of(
        List.of("/healthz", "/healthz"),
        List.of("/api/v1/status", "/api/v1/status"),
        List.of("/api/v1/hosts", "/api/v1/hosts?limit=1"),
        List.of(host, "/api/v1/hosts/" + HOST),
        List.of(host + "/vitals", "/api/v1/hosts/" + HOST + "/vitals?points=50&" + range()),
        List.of(host + "/events", "/api/v1/hosts/" + HOST + "/events?" + range()),
        List.of(host + "/coverage", "/api/v1/hosts/" + HOST + "/coverage?" + range()),
        List.of(host + "/processes", "/api/v1/hosts/" + HOST + "/processes?" + range()),
        List.of(host + "/flame", "/api/v1/hosts/" + HOST + "/flame?" + range()),
        List.of(
            host + "/flame",
            "/api/v1/hosts/" + HOST + "/flame?nodes=100&pid=100&kind=cpu&" + range()),
        List.of(host + "/heat", "/api/v1/hosts/" + HOST + "/heat?cpu=1&" + range()),
        List.of(host + "/flame/diff", "/api/v1/hosts/" + HOST + "/flame/diff?" + range() + base),
        List.of(host + "/regressions", "/api/v1/hosts/" + HOST + "/regressions?" + halves()),
        List.of(host + "/values", "/api/v1/hosts/" + HOST + "/values?key=command&" + range()),
        List.of(fleet + "/flame", fleet + "/flame?filter=command%3Dburn&" + range()),
        List.of(
            fleet + "/flame/diff",
            fleet + "/flame/diff?filter=kernel%3D6.18&baseFilter=pid%3D100&" + range()),
        List.of(fleet + "/regressions", fleet + "/regressions?filter=kernel%3D6.18&" + halves()),
        List.of(fleet + "/heat", fleet + "/heat?filter=cpu%3D0-1&" + range()),
        List.of(fleet + "/values", fleet + "/values?key=kernel&" + range()),
        List.of("/api/v1/bandwidth/examples", "/api/v1/bandwidth/examples"),
        List.of("/api/v1/issues", "/api/v1/issues?q=SAMPLE&limit=1"),
        List.of(issue, "/api/v1/issues/1"),
        List.of(issue + "/occurrences", "/api/v1/issues/1/occurrences?limit=2"));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void answersHaveTheShapeOfTheirSchema(List<String> answer) {
    JsonNode value = running.json(answer.get(1));
    JsonNode schema =
        document
            .get("paths")
            .get(answer.get(0))
            .at("/get/responses/200/content/application~1json/schema");
    assertThat(schema.isMissingNode()).as(answer.get(0)).isFalse();
    assertThat(schemas.check(schema, value)).as(value.toString()).isEmpty();
    assertThat(arraysHoldSomething(value)).as(value.toString()).isTrue();
  }

  /** An empty answer would prove nothing about its shape. */
  private static boolean arraysHoldSomething(JsonNode value) {
    return value.valueStream().noneMatch(one -> one.isArray() && one.isEmpty());
  }

  @Test
  void problemsHaveTheirShape() {
    JsonNode schema = document.at("/components/schemas/Problem");
    for (String path :
        List.of(
            "/api/v1/hosts/unknown",
            "/api/v1/hosts/unknown/vitals?from=0&to=1",
            "/api/v1/hosts/unknown/flame?from=0&to=1",
            "/api/v1/hosts/" + HOST + "/flame?from=0",
            "/api/v1/hosts/" + HOST + "/regressions?from=1&to=2",
            "/api/v1/profiles/regressions?from=1&to=2&baseHost=a",
            "/api/v1/profiles/flame?filter=kernl%3D6&" + second(),
            "/api/v1/profiles/values?key=kind&" + second(),
            "/api/v1/hosts/" + HOST + "/regressions?from=1&to=90000000000&baseFrom=1&baseTo=2",
            "/api/v1/profiles/regressions?filter=kernel%3D6.1&baseFilter=kernel%3D6.18&" + second(),
            "/api/v1/hosts?limit=0",
            "/api/v1/hosts?x=1",
            "/api/v1/issues/999",
            "/api/v1/issues/999/occurrences",
            "/api/v1/issues/none",
            "/api/v1/none",
            "/api/v1/console")) {
      HttpResponse<byte[]> response = running.get(path);
      assertThat(response.statusCode()).as(path).isBetween(400, 499);
      assertThat(response.headers().firstValue("Content-Type"))
          .contains("application/problem+json");
      JsonNode problem = RunningServer.tree(response);
      assertThat(schemas.check(schema, problem)).isEmpty();
      assertThat(problem.get("status").intValue()).isEqualTo(response.statusCode());
    }
    assertThat(running.get("/api/v1/console").headers().firstValue("Allow")).contains("POST");
  }

  @Test
  void cursorsLeadThroughTheWholeList() {
    JsonNode first = running.json("/api/v1/issues?limit=1");
    String next = first.get("next").stringValue();
    JsonNode second = running.json("/api/v1/issues?limit=1&cursor=" + next);
    assertThat(second.get("issues").get(0).get("issue"))
        .isNotEqualTo(first.get("issues").get(0).get("issue"));
    assertThat(second.get("next").isNull()).isTrue();
    assertThat(running.get("/api/v1/issues?cursor=garbage").statusCode()).isEqualTo(400);
    assertThat(running.get("/api/v1/hosts?cursor=%00").statusCode()).isIn(200, 400);
  }

  @Test
  void theFlameGraphHoldsEverySample() {
    JsonNode flame = running.json("/api/v1/hosts/" + HOST + "/flame?" + range());
    assertThat(flame.get("windows").intValue()).isEqualTo(30);
    assertThat(flame.get("lost").intValue()).isEqualTo(60);
    assertThat(flame.at("/nodes/total/0").longValue())
        .isEqualTo(flame.get("samples").longValue())
        .isEqualTo(30 * 100 + 10 * 200 + 10 * (5 + 6 + 7));
    assertThat(flame.get("strings").valueStream().map(JsonNode::stringValue))
        .contains("burn", "burn_cpu", "do_syscall_64", "idle<b>");
    JsonNode heat = running.json("/api/v1/hosts/" + HOST + "/heat?" + range());
    assertThat(heat.get("samples").longValue()).isEqualTo(10 * (5 + 6 + 7));
    assertThat(heat.get("untimed").longValue()).isEqualTo(5000);
    assertThat(heat.get("counts").size()).isEqualTo(50 * heat.get("columns").intValue());
    JsonNode one = running.json("/api/v1/hosts/" + HOST + "/flame?command=burn&" + range());
    assertThat(one.get("samples").longValue()).isEqualTo(5000);
    JsonNode group = running.json("/api/v1/hosts/" + HOST + "/flame?cgroup=/app.slice&" + range());
    assertThat(group.get("samples").longValue()).isEqualTo(5000);
  }

  @Test
  void whatRoseIsFound() {
    JsonNode found = running.json("/api/v1/hosts/" + HOST + "/regressions?" + halves());
    assertThat(found.at("/current/samples").longValue())
        .isEqualTo(
            running
                .json("/api/v1/hosts/" + HOST + "/flame?" + second())
                .get("samples")
                .longValue());
    assertThat(found.get("findings")).hasSize(1);
    assertThat(found.at("/findings/0/name").stringValue()).isEqualTo("burn_cpu");
    assertThat(found.at("/findings/0/verdict").stringValue()).isEqualTo("regression");
    assertThat(found.get("regression").booleanValue()).isTrue();
    assertThat(found.get("detectableRise").doubleValue()).isBetween(0.0001, 1.0);
    JsonNode same = running.json("/api/v1/hosts/" + HOST + "/regressions?baseFilter=&" + second());
    assertThat(same.get("findings")).isEmpty();
    JsonNode little = running.json("/api/v1/hosts/" + HOST + "/regressions?pid=1&" + halves());
    assertThat(little.get("tooLittle").stringValue()).contains("0 parts");
    assertThat(little.get("detectableRise").isNull()).isTrue();
  }

  private static String second() {
    return "from=%d&to=%d"
        .formatted(start.plusSeconds(200).toEpochMilli(), start.plusSeconds(300).toEpochMilli());
  }

  @Test
  void aProfileIsAFile() {
    String path = "/api/v1/hosts/" + HOST + "/profile?" + range();
    HttpResponse<byte[]> pprof = running.get(path);
    assertThat(pprof.headers().firstValue("Content-Disposition").orElse("")).contains(".pb.gz");
    assertThat(pprof.body()).startsWith(0x1f, 0x8b);
    HttpResponse<byte[]> folded = running.get(path + "&format=folded");
    assertThat(RunningServer.text(folded)).contains("burn;burn_cpu;do_syscall_64_[k] 1200");
  }
}
