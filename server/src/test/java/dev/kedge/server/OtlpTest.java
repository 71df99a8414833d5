package dev.kedge.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UnknownFieldSet;
import dev.kedge.model.HostId;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesPartialSuccess;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesServiceRequest;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.profiles.v1development.Function;
import io.opentelemetry.proto.profiles.v1development.Line;
import io.opentelemetry.proto.profiles.v1development.Location;
import io.opentelemetry.proto.profiles.v1development.Profile;
import io.opentelemetry.proto.profiles.v1development.ProfilesDictionary;
import io.opentelemetry.proto.profiles.v1development.ResourceProfiles;
import io.opentelemetry.proto.profiles.v1development.Sample;
import io.opentelemetry.proto.profiles.v1development.ScopeProfiles;
import io.opentelemetry.proto.profiles.v1development.Stack;
import io.opentelemetry.proto.profiles.v1development.ValueType;
import io.opentelemetry.proto.resource.v1.Resource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Profiles as an OpenTelemetry collector sends them, through the port. */
class OtlpTest {
  private static final String PATH = "/v1development/profiles";
  private static final int CPU = 1;
  private static final int MEMORY = 5;

  @TempDir private Path directory = Path.of("");

  /** A minute ago, at the begin of a window. */
  private final Instant start =
      Instant.ofEpochSecond(Instant.now().getEpochSecond() / 10 * 10 - 60);

  @Test
  void whatACollectorSendsIsAFlameGraphAndAHeatMap() throws IOException {
    try (RunningServer running = RunningServer.in(directory)) {
      byte[] message =
          request(
              resource(CPU, 20, Map.of("host.name", "web-7", "container.id", "abc")),
              resource(CPU, 30, Map.of("host.name", "web-7", "container.id", "def")));

      assertThat(accepted(running, message)).isEqualTo(nothingRejected());
      assertThat(folded(running, "")).isEqualTo("app;main;work 50\n");
      assertThat(folded(running, "&cgroup=/otlp/abc")).isEqualTo("app;main;work 20\n");
      assertThat(running.json(query("heat", "")).path("untimed").asLong()).isZero();
      // Two containers of a host share their windows.
      assertThat(running.json(query("coverage", "")).path("samples").valueStream())
          .extracting(node -> node.asLong())
          .containsExactly(50L);
      assertThat(running.json("/api/v1/hosts/web-7").toString())
          .contains("\"otlp\"")
          .contains("vital signs and kernel reports");

      // The answer was lost on the way: the collector sends again.
      assertThat(accepted(running, message)).isEqualTo(nothingRejected());
      assertThat(folded(running, "")).isEqualTo("app;main;work 50\n");
      assertThat(accepted(running, request(resource(CPU, 1, Map.of("host.name", "web-7")))))
          .isEqualTo(nothingRejected());
      assertThat(folded(running, "")).isEqualTo("app;main;work 51\n");
    }
  }

  @Test
  void whatIsNotTakenIsSaid() throws IOException {
    try (RunningServer running = RunningServer.in(directory)) {
      ExportProfilesPartialSuccess partial =
          accepted(
                  running,
                  request(
                      resource(CPU, 2, Map.of("host.name", "web-7")),
                      resource(CPU, 3, Map.of("service.name", "cart")),
                      resource(CPU, 3, Map.of("host.name", "web 7")),
                      resource(MEMORY, 4, Map.of("host.name", "web-7"))))
              .getPartialSuccess();

      assertThat(partial.getRejectedProfiles()).isEqualTo(3);
      assertThat(partial.getErrorMessage())
          .contains("samples of alloc_space/bytes are none of CPU time")
          .contains("without host.name")
          .contains("host name \"web 7\"");
      assertThat(folded(running, "")).isEqualTo("app;main;work 2\n");
    }
  }

  @Test
  void theHeartbeatOfAnAgentStays() throws IOException {
    try (RunningServer running = RunningServer.in(directory)) {
      HostId host = new HostId("web-7");
      running.upload(SampleData.heartbeat(host, Instant.now()));
      String before = running.json("/api/v1/hosts/web-7").path("agent").toString();
      accepted(running, request(resource(CPU, 2, Map.of("host.name", "web-7"))));

      assertThat(running.json("/api/v1/hosts/web-7").path("agent")).hasToString(before);
      assertThat(folded(running, "")).isEqualTo("app;main;work 2\n");
    }
  }

  @Test
  void failuresAreSaidInTheProtocol() throws IOException {
    try (RunningServer running = RunningServer.in(directory)) {
      byte[] message = request(resource(CPU, 2, Map.of("host.name", "web-7")));
      failed(running.send(post(running, message, "text/plain").build()), 415, "application/json");
      byte[] cut = Arrays.copyOf(message, message.length - 3);
      failed(running.send(post(running, cut, "application/x-protobuf").build()), 400, "byte ");
      failed(
          running.send(
              post(running, message, "application/x-protobuf")
                  .header("Content-Encoding", "gzip")
                  .build()),
          400,
          "cannot be decoded");
      failed(
          running.send(
              post(running, packed(new byte[9 << 20]), "application/x-protobuf")
                  .header("Content-Encoding", "gzip")
                  .build()),
          413,
          "larger than 8388608 bytes decoded");
      failed(
          running.send(
              post(running, message, "application/x-protobuf")
                  .header("Origin", "https://evil.example")
                  .build()),
          403,
          "another origin");
    }
  }

  @Test
  void tokensOfAgentsSend() throws IOException {
    Path tokens = directory.resolve("tokens");
    Files.writeString(tokens, "read read-0123456789abcdef\nagent agent-0123456789abcdef\n");
    Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-------"));
    ServerConfig config =
        new ServerConfig(
            "127.0.0.1",
            0,
            Optional.of(tokens),
            Optional.empty(),
            Optional.empty(),
            true,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            ServerLimits.standard());
    try (RunningServer running =
        new RunningServer(directory.resolve("store"), config, "pages-sample/")) {
      byte[] message = request(resource(CPU, 2, Map.of("host.name", "web-7")));
      HttpRequest.Builder request = post(running, message, "application/x-protobuf");
      failed(running.send(request.copy().build()), 401, "demands a token");
      failed(
          running.send(
              request.copy().header("Authorization", "Bearer read-0123456789abcdef").build()),
          403,
          "cannot send data");
      assertThat(
              running
                  .send(
                      request
                          .copy()
                          .header("Authorization", "Bearer agent-0123456789abcdef")
                          .build())
                  .statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void selectionsAreFilesForOtherTools() throws IOException {
    try (RunningServer running = RunningServer.in(directory)) {
      accepted(running, request(resource(CPU, 2, Map.of("host.name", "web-7"))));

      HttpResponse<byte[]> speedscope = running.get(query("profile", "&format=speedscope"));
      assertThat(speedscope.headers().firstValue("Content-Disposition").orElse(""))
          .endsWith(".speedscope.json\"");
      assertThat(RunningServer.tree(speedscope).at("/profiles/0/weights/0").asLong())
          .isEqualTo(2 * 50_000_000L);
      assertThat(RunningServer.tree(speedscope).at("/shared/frames").findValuesAsString("name"))
          .containsExactlyInAnyOrder("main", "work");
      HttpResponse<byte[]> otlp = running.get(query("profile", "&format=otlp"));
      ExportProfilesServiceRequest again = ExportProfilesServiceRequest.parseFrom(otlp.body());
      assertThat(again.getDictionary().getStringTableList()).contains("main", "work");
      // What the server gives another server takes.
      assertThat(
              accepted(
                  running,
                  again.toBuilder()
                      .setResourceProfiles(
                          0,
                          again.getResourceProfiles(0).toBuilder()
                              .setResource(attributes(Map.of("host.name", "web-8"))))
                      .build()
                      .toByteArray()))
          .isEqualTo(nothingRejected());
      assertThat(
              RunningServer.text(
                  running.get(query("profile", "&format=folded").replace("/web-7/", "/web-8/"))))
          .isEqualTo("app;main;work 2\n");
    }
  }

  private static void failed(HttpResponse<byte[]> response, int status, String detail)
      throws IOException {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/x-protobuf");
    // google.rpc.Status: 2 is the message.
    assertThat(
            UnknownFieldSet.parseFrom(response.body())
                .getField(2)
                .getLengthDelimitedList()
                .getFirst()
                .toStringUtf8())
        .contains(detail);
  }

  private static ExportProfilesServiceResponse accepted(RunningServer running, byte[] message)
      throws IOException {
    HttpResponse<byte[]> response =
        running.send(
            post(running, packed(message), "application/x-protobuf")
                .header("Content-Encoding", "gzip")
                .build());
    assertThat(response.statusCode()).as(RunningServer.text(response)).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/x-protobuf");
    return ExportProfilesServiceResponse.parseFrom(response.body());
  }

  private static ExportProfilesServiceResponse nothingRejected() {
    return ExportProfilesServiceResponse.getDefaultInstance();
  }

  private static HttpRequest.Builder post(RunningServer running, byte[] body, String type) {
    return running
        .request(PATH)
        .header("Content-Type", type)
        .POST(BodyPublishers.ofByteArray(body));
  }

  private static byte[] packed(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private String folded(RunningServer running, String filter) {
    return RunningServer.text(running.get(query("profile", "&format=folded" + filter)));
  }

  private String query(String what, String more) {
    return "/api/v1/hosts/web-7/%s?from=%s&to=%s%s"
        .formatted(what, start.minusSeconds(60), start.plusSeconds(60), more);
  }

  private static byte[] request(ResourceProfiles... resources) {
    return ExportProfilesServiceRequest.newBuilder()
        .addAllResourceProfiles(List.of(resources))
        .setDictionary(
            ProfilesDictionary.newBuilder()
                .addAllStringTable(
                    List.of(
                        "",
                        "samples",
                        "count",
                        "cpu",
                        "nanoseconds",
                        "alloc_space",
                        "bytes",
                        "main",
                        "work"))
                .addFunctionTable(Function.getDefaultInstance())
                .addFunctionTable(Function.newBuilder().setNameStrindex(7))
                .addFunctionTable(Function.newBuilder().setNameStrindex(8))
                .addLocationTable(Location.getDefaultInstance())
                .addLocationTable(Location.newBuilder().addLines(line(1)))
                .addLocationTable(Location.newBuilder().addLines(line(2)))
                .addStackTable(Stack.getDefaultInstance())
                .addStackTable(Stack.newBuilder().addLocationIndices(2).addLocationIndices(1)))
        .build()
        .toByteArray();
  }

  private static Line line(int function) {
    return Line.newBuilder().setFunctionIndex(function).build();
  }

  private ResourceProfiles resource(int type, int samples, Map<String, String> attributes) {
    Sample.Builder sample = Sample.newBuilder().setStackIndex(1);
    long first = start.getEpochSecond() * 1_000_000_000L;
    for (int i = 0; i < samples; i++) {
      sample.addTimestampsUnixNano(first + i * 20_000_000L);
    }
    return ResourceProfiles.newBuilder()
        .setResource(
            attributes(attributes).toBuilder()
                .addAttributes(attribute("process.executable.name", "app")))
        .addScopeProfiles(
            ScopeProfiles.newBuilder()
                .addProfiles(
                    Profile.newBuilder()
                        .setSampleType(
                            ValueType.newBuilder().setTypeStrindex(type).setUnitStrindex(type + 1))
                        .setPeriodType(
                            ValueType.newBuilder()
                                .setTypeStrindex(type == CPU ? 3 : 5)
                                .setUnitStrindex(type == CPU ? 4 : 6))
                        .setPeriod(50_000_000)
                        .addSamples(sample)))
        .build();
  }

  private static Resource attributes(Map<String, String> attributes) {
    Resource.Builder resource = Resource.newBuilder();
    attributes.forEach((key, value) -> resource.addAttributes(attribute(key, value)));
    return resource.build();
  }

  private static KeyValue attribute(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }
}
