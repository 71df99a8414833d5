package dev.kedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ProfileRegressCommandTest {
  private static final String SIDE =
      "{\"from\":\"2026-11-22T15:00:00Z\",\"to\":\"2026-11-22T15:02:00Z\",\"hosts\":[\"db-7\"],"
          + "\"samples\":23760,\"blocks\":60}";

  private final List<String> asked = new ArrayList<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private String answer = "";
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().toString());
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer.startsWith("{") ? 200 : 404, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private int run(String arguments) {
    CommandLine line = Kedge.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    String address = "http://127.0.0.1:" + server.getAddress().getPort();
    return line.execute(("profile regress --server " + address + " " + arguments).split(" "));
  }

  private static String answer(boolean regression, String tooLittle, String findings) {
    return ("{\"current\":%s,\"base\":%s,\"tooLittle\":%s,\"functions\":31,\"threshold\":3.4,"
            + "\"detectableRise\":0.0091,\"regression\":%s,\"hiddenFindings\":0,\"findings\":[%s]}")
        .formatted(SIDE, SIDE, tooLittle, regression, findings);
  }

  @ParameterizedTest
  @CsvSource({"regression, 1", "transient, 0"})
  void aRiseForGoodIsAFinding(String verdict, int exit) {
    answer =
        answer(
            exit == 1,
            "null",
            "{\"name\":\"parse\\u001b[31m\",\"module\":\"app\",\"share\":0.112,\"baseShare\":0.1,"
                + "\"standardError\":0.002,\"z\":6.1,\"verdict\":\"%s\",\"counterpart\":null}"
                    .formatted(verdict));
    assertThat(run("db-7")).isEqualTo(exit);
    assertThat(out.toString())
        .contains("31 functions; a rise of 0.91 points", " 10.00%   11.20%    +1.20%     +6.1  ")
        .contains(verdict)
        .doesNotContain("\u001b");
    assertThat(asked.getFirst()).startsWith("/api/v1/hosts/db-7/regressions?from=2");
    assertThat(asked.getFirst()).contains("&baseFrom=").doesNotContain("baseHost");
  }

  @Test
  void timesAndSidesGoToTheServer() {
    answer = answer(false, "null", "");
    assertThat(run("db-7 --to 2026-11-22T15:00:00Z --last 1m --base-host db/8 --json")).isZero();
    assertThat(asked)
        .containsExactly(
            "/api/v1/profiles/regressions?from=2026-11-22T14%3A59%3A00Z"
                + "&to=2026-11-22T15%3A00%3A00Z&filter=host%3Ddb-7&baseFilter=host%3Ddb%2F8");
    assertThat(out.toString().strip()).isEqualTo(answer);
    assertThat(run("--to 2026-11-22T15:00:00Z --kernel 6.18 --base-kernel 6.12")).isZero();
    assertThat(asked.getLast())
        .isEqualTo(
            "/api/v1/profiles/regressions?from=2026-11-22T14%3A58%3A00Z"
                + "&to=2026-11-22T15%3A00%3A00Z&filter=kernel%3D6.18&baseFilter=kernel%3D6.12");
    assertThat(
            run(
                "db-7 --to 2026-11-22T15:00:00Z --filter command=a --base-filter pid=7"
                    + " --base-kernel 6.12"))
        .isZero();
    assertThat(asked.getLast())
        .isEqualTo(
            "/api/v1/hosts/db-7/regressions?from=2026-11-22T14%3A58%3A00Z"
                + "&to=2026-11-22T15%3A00%3A00Z&filter=command%3Da"
                + "&baseFilter=pid%3D7%20kernel%3D6.12");
    assertThat(out.toString()).contains("no function rose by more than noise");
  }

  @Test
  void tooFewSamplesAreSaid() {
    answer = answer(false, "\"samples in 0 parts\"", "");
    assertThat(run("db-7")).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(out.toString()).contains("not compared: samples in 0 parts");
    answer = "no such host";
    assertThat(run("db-9")).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(err.toString()).contains("answers 404: no such host");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "--base-host a", "--kernel 6.18", "db-7 --last x", "db-7 --filter kernl=6"})
  void whatDoesNotFitIsRefused(String arguments) {
    assertThat(run(arguments)).isEqualTo(ExitCode.USAGE);
    assertThat(asked).isEmpty();
  }
}
