package dev.kedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.server.KedgeServer;
import dev.kedge.server.ServerConfig;
import dev.kedge.store.Store;
import dev.kedge.store.StoreConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.zip.GZIPOutputStream;
import jdk.jfr.Recording;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code kedge profile import} against a real server and store. */
class ProfileImportTest {
  private static final String START = "2026-11-22T10:00:00Z";
  private static final String RANGE = "from=2026-11-22T10:00:00Z&to=2026-11-22T10:01:00Z";

  @TempDir private Path directory = Path.of("");
  private Store store;
  private KedgeServer server;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void start() {
    store = Store.open(StoreConfig.in(directory.resolve("data")), InstantSource.system());
    server = KedgeServer.start(ServerConfig.local(0), store, InstantSource.system());
  }

  @AfterEach
  void stop() {
    server.close();
    store.close();
  }

  @Test
  void perfScriptIsAFlameGraphAndAHeatMap() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      text.append(
          """
          app 7/8 [001] %d.%02d0000:   10000000 cpu-clock:\s
          \tffffffff81000010 vfs_read+0x10 ([kernel.kallsyms])
          \t            1234 main+0x4 (/usr/bin/app)

          """
              .formatted(500 + i / 50, i % 50));
    }
    Path file = Files.writeString(directory.resolve("perf.txt"), text);

    assertThat(run(file, "--at", START, "--json")).as(err.toString()).isZero();
    JsonNode sent = JsonMapper.shared().readTree(out.toString());
    assertThat(sent.path("format").asString()).isEqualTo("perf-script");
    assertThat(sent.path("samples").asLong()).isEqualTo(100);

    assertThat(get("profile?format=folded&" + RANGE)).isEqualTo("app;main;vfs_read_[k] 100\n");
    assertThat(get("profile?format=folded&from=2026-11-22T10:00:01Z&to=2026-11-22T10:00:01.1Z"))
        .isEqualTo("app;main;vfs_read_[k] 10\n");
    assertThat(get("heat?" + RANGE)).contains("\"samples\":100,\"untimed\":0");

    // A second import of the same file adds nothing.
    assertThat(run(file, "--at", START)).as(err.toString()).isZero();
    assertThat(get("profile?format=folded&" + RANGE)).isEqualTo("app;main;vfs_read_[k] 100\n");
  }

  @Test
  void foldedTextComesBackAsItWas() throws Exception {
    Path file = Files.writeString(directory.resolve("a.folded"), "app;main;b 4\napp;main;a 3\n");

    assertThat(run(file, "--at", START)).as(err.toString()).isZero();
    assertThat(get("profile?format=folded&" + RANGE).lines())
        .containsExactlyInAnyOrder("app;main;a 3", "app;main;b 4");
  }

  @Test
  void pprofOfTheServerIsTakenIn() throws Exception {
    Path file = Files.writeString(directory.resolve("a.folded"), "app;main;a 3\n");
    assertThat(run(file, "--at", START)).as(err.toString()).isZero();
    Path pprof = directory.resolve("a.pb.gz");
    HttpClient.newHttpClient()
        .send(request("web-7", "profile?" + RANGE), BodyHandlers.ofFile(pprof));

    assertThat(
            execute(
                "profile", "import", pprof.toString(), "--host", "web-8", "--server", server.url()))
        .as(err.toString())
        .isZero();
    assertThat(get("web-8", "profile?format=folded&" + RANGE)).isEqualTo("app;main;a 3\n");
  }

  @Test
  void otlpOfTheServerIsTakenIn() throws Exception {
    Path file = Files.writeString(directory.resolve("a.folded"), "app;main;a 3\n");
    assertThat(run(file, "--at", START)).as(err.toString()).isZero();
    Path otlp = directory.resolve("a.otlp");
    HttpClient.newHttpClient()
        .send(request("web-7", "profile?format=otlp&" + RANGE), BodyHandlers.ofFile(otlp));

    assertThat(
            execute(
                "profile",
                "import",
                otlp.toString(),
                "--json",
                "--host",
                "web-8",
                "--server",
                server.url()))
        .as(err.toString())
        .isZero();
    assertThat(out.toString()).contains("\"format\":\"otlp\"");
    assertThat(get("web-8", "profile?format=folded&" + RANGE)).isEqualTo("app;main;a 3\n");

    Path packed = directory.resolve("a.gz");
    try (var gzip = new GZIPOutputStream(Files.newOutputStream(packed))) {
      Files.copy(otlp, gzip);
    }
    Path copy = directory.resolve("copy.otlp");
    assertThat(execute("profile", "show", packed.toString(), "--out", copy.toString())).isZero();
    assertThat(execute("profile", "show", copy.toString(), "--folded")).isZero();
    assertThat(out.toString()).isEqualTo("app;main;a 3\n");
  }

  @Test
  void otlpInJsonIsTakenInLineByLine() throws Exception {
    String lines = OtlpLines.message("web-7", 1) + "\n\n" + OtlpLines.message("web-7", 2) + "\n";
    Path file = Files.writeString(directory.resolve("lines.json"), lines);
    assertThat(run(file, "--json")).as(err.toString()).isZero();
    assertThat(out.toString()).contains("\"format\":\"otlp\"", "\"samples\":2");
    assertThat(get("profile?format=folded&" + RANGE)).isEqualTo("app;work 2\n");
  }

  @Test
  void aRecordingOfTheJdkIsTakenIn() throws Exception {
    Path file = directory.resolve("own.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ExecutionSample").withPeriod(java.time.Duration.ofMillis(10));
      recording.enable("jdk.NativeMethodSample").withPeriod(java.time.Duration.ofMillis(10));
      recording.start();
      long end = System.nanoTime() + 500_000_000L;
      double sum = 0;
      while (System.nanoTime() < end) {
        sum += burn(sum);
      }
      assertThat(sum).isNotNaN();
      recording.stop();
      recording.dump(file);
    }

    assertThat(run(file, "--at", START)).as(err.toString()).isZero();
    assertThat(get("profile?format=folded&" + RANGE)).contains("ProfileImportTest.burn");
  }

  private static double burn(double from) {
    double sum = from;
    for (int i = 1; i < 1_000_000; i++) {
      sum += Math.sqrt(i + sum) / i;
    }
    return sum;
  }

  @Test
  void whatIsWrongIsSaid() throws IOException {
    Path broken = Files.writeString(directory.resolve("broken.txt"), "app;main 1\nnothing\n");

    assertThat(run(broken)).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(err.toString()).contains(broken + ": line 2: expected");
    assertThat(run(broken, "--at", "yesterday")).isEqualTo(ExitCode.USAGE);
    assertThat(run(broken, "--format", "xml")).isEqualTo(ExitCode.USAGE);
    Path cut = Files.write(directory.resolve("cut.jfr"), new byte[] {'F', 'L', 'R', 0, 0, 2});
    assertThat(run(cut)).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(err.toString()).contains("cut.jfr: ");
  }

  private int run(Path file, String... options) {
    String[] arguments = new String[options.length + 7];
    System.arraycopy(
        new String[] {
          "profile", "import", file.toString(), "--host", "web-7", "--server", server.url()
        },
        0,
        arguments,
        0,
        7);
    System.arraycopy(options, 0, arguments, 7, options.length);
    return execute(arguments);
  }

  private int execute(String... arguments) {
    out.getBuffer().setLength(0);
    CommandLine line = Kedge.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  private HttpRequest request(String host, String path) {
    return HttpRequest.newBuilder(
            URI.create(server.url()).resolve("/api/v1/hosts/" + host + "/" + path))
        .build();
  }

  private String get(String path) throws Exception {
    return get("web-7", path);
  }

  private String get(String host, String path) throws Exception {
    return HttpClient.newHttpClient().send(request(host, path), BodyHandlers.ofString()).body();
  }
}
