package dev.kedge.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kedge.cli.ExitCode;
import dev.kedge.cli.Kedge;
import dev.kedge.model.KernelRelease;
import dev.kedge.verify.result.BootOutcome;
import dev.kedge.verify.result.BootResult;
import dev.kedge.verify.result.ConsoleReport;
import dev.kedge.verify.result.KernelIdentity;
import dev.kedge.verify.result.PlanIdentity;
import dev.kedge.verify.result.ResultsJson;
import dev.kedge.verify.result.Verdict;
import dev.kedge.verify.result.VerificationResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What goes to a server, and what is said when it does not want it. */
class UploadCommandTest {
  private static final String CONSOLE = "consoles/one.log";

  @TempDir private Path folder;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private volatile int status = 200;
  private final HttpServer server;

  UploadCommandTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void listens() throws IOException {
    server.createContext("/", this::answer);
    server.start();
    Files.createDirectories(folder.resolve("consoles"));
    Files.writeString(folder.resolve(CONSOLE), "boot\nBUG: nobody asked\n");
    new ResultsJson().write(folder, result());
  }

  @AfterEach
  void stops() {
    server.stop(0);
  }

  @Test
  void resultsCertificateAndReportsAreSent() throws IOException {
    Files.writeString(folder.resolve("certificate.json"), "{}");
    Path token = Files.writeString(folder.resolve("token"), "admin secret\n");

    assertThat(run("--token-file", token.toString())).as(err.toString()).isEqualTo(ExitCode.OK);

    assertThat(requests).hasSize(3).allMatch(request -> request.endsWith("Bearer secret"));
    assertThat(requests.get(0)).startsWith("POST /api/v1/verifications kedge-");
    assertThat(requests.get(1)).startsWith("POST /api/v1/verifications/run-1/certificate {}");
    assertThat(requests.get(2))
        .startsWith("POST /api/v1/console?host=verify.7.3.4&name=verification%20run-1")
        .contains("BUG: nobody asked");
    assertThat(out.toString()).contains("run-1 sent with its certificate, 1 kernel reports filed");
  }

  @Test
  void withoutACertificateTheRestIsSent() {
    assertThat(run("--json")).isEqualTo(ExitCode.OK);

    assertThat(requests).hasSize(2);
    assertThat(out.toString()).contains("\"certificate\":false", "\"reports\":1");
  }

  @Test
  void aServerThatRefusesIsQuoted() {
    status = 403;

    assertThat(run()).isNotEqualTo(ExitCode.OK);

    assertThat(err.toString()).contains("answers 403: no");
    assertThat(requests).hasSize(1);
  }

  private int run(String... options) {
    CommandLine line = Kedge.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    List<String> arguments = new ArrayList<>(List.of("verify", "upload"));
    arguments.add(folder.toString());
    arguments.addAll(List.of("--server", "http://127.0.0.1:" + server.getAddress().getPort()));
    arguments.addAll(List.of(options));
    return line.execute(arguments.toArray(String[]::new));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.add(
        "%s %s %s %s"
            .formatted(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                body.replaceFirst("^\\{\\s*\"format\" *: *\"", ""),
                exchange.getRequestHeaders().getFirst("Authorization")));
    byte[] answer = "no".getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private static VerificationResult result() {
    KernelIdentity kernel =
        new KernelIdentity(
            "debian:7.3",
            new KernelRelease("7.3.4"),
            Optional.empty(),
            "x86_64",
            "7.3.4-1",
            "ab".repeat(32),
            1,
            new TreeMap<>());
    BootResult boot =
        new BootResult(
            "debian:7.3",
            "one-cpu",
            1,
            BootOutcome.COMPLETED,
            "",
            Duration.ofSeconds(5),
            List.of(),
            List.of(new ConsoleReport("BUG: nobody asked", "BUG", "f", 2, false)),
            CONSOLE);
    return new VerificationResult(
        "run-1",
        Instant.EPOCH,
        Instant.EPOCH,
        new PlanIdentity("smoke", "cd".repeat(32)),
        Optional.empty(),
        "debian:7.3",
        List.of(kernel),
        List.of(boot),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Verdict.INCONCLUSIVE);
  }
}
