package dev.kedge.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.model.KernelRelease;
import dev.kedge.verify.result.BootOutcome;
import dev.kedge.verify.result.BootResult;
import dev.kedge.verify.result.Certificate;
import dev.kedge.verify.result.CertificateJson;
import dev.kedge.verify.result.GateVerdict;
import dev.kedge.verify.result.KernelIdentity;
import dev.kedge.verify.result.PlanIdentity;
import dev.kedge.verify.result.ResultsJson;
import dev.kedge.verify.result.Verdict;
import dev.kedge.verify.result.VerificationResult;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Verifications sent in, listed and given out. */
class VerificationTest {
  private static final String ROOT = "/api/v1/verifications";
  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  @TempDir static Path directory;
  private static RunningServer running;

  @BeforeAll
  static void start() {
    running = RunningServer.in(directory);
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @Test
  void isListedAndGivenOutAsItCame() throws Exception {
    byte[] results = results("v1", START);
    assertThat(post(ROOT, results).statusCode()).isEqualTo(200);
    JsonNode again = RunningServer.tree(post(ROOT, results));
    assertThat(again.get("duplicate").booleanValue()).isTrue();
    assertThat(post(ROOT, results("v1", START.plusSeconds(1))).statusCode()).isEqualTo(409);
    assertThat(post(ROOT, results("v0", START.minusSeconds(90))).statusCode()).isEqualTo(200);

    JsonNode listed = running.json(ROOT).get("verifications");
    assertThat(listed.get(0).get("id").stringValue()).isEqualTo("v1");
    assertThat(listed.get(0).get("verdict").stringValue()).isEqualTo("pass");
    assertThat(listed.get(0).get("certificateKey").isNull()).isTrue();
    assertThat(listed.get(1).get("id").stringValue()).isEqualTo("v0");
    assertThat(running.get(ROOT + "/v1").body()).isEqualTo(results);

    assertThat(running.get(ROOT + "/v1/certificate").statusCode()).isEqualTo(404);
    byte[] certificate = certificate("v1", results);
    assertThat(post(ROOT + "/v0/certificate", certificate).statusCode()).isEqualTo(400);
    assertThat(post(ROOT + "/v1/certificate", certificate).statusCode()).isEqualTo(200);
    assertThat(running.get(ROOT + "/v1/certificate").body()).isEqualTo(certificate);
    assertThat(running.json(ROOT).get("verifications").get(0).get("certificateKey").stringValue())
        .isEqualTo("ab".repeat(32));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing", "..%2f..%2fkedge.db", "%2e%2e", "a%00b", "v1.summary.json"})
  void whatIsNotThereIsNotFound(String name) {
    assertThat(running.get(ROOT + "/" + name).statusCode()).isIn(400, 404);
    assertThat(post(ROOT + "/" + name + "/certificate", new byte[2]).statusCode()).isIn(400, 404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[[[[", "{\"format\":\"kedge-verification\",\"version\":9}"})
  void whatIsNoResultIsRefusedWithItsPlace(String body) {
    HttpResponse<byte[]> answer = post(ROOT, body.getBytes(StandardCharsets.UTF_8));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(RunningServer.text(answer)).contains("results.json");
  }

  private static HttpResponse<byte[]> post(String path, byte[] body) {
    return running.send(
        running
            .request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body))
            .build());
  }

  private static byte[] results(String id, Instant ended) {
    KernelIdentity kernel =
        new KernelIdentity(
            "debian:7.3",
            new KernelRelease("7.3.4"),
            Optional.empty(),
            "x86_64",
            "",
            "00".repeat(32),
            1,
            new TreeMap<>());
    BootResult boot =
        new BootResult(
            "debian:7.3",
            "m",
            1,
            BootOutcome.COMPLETED,
            "",
            Duration.ofSeconds(1),
            List.of(),
            List.of(),
            "");
    GateVerdict gate =
        new GateVerdict("boots", "", "ends", Verdict.PASS, true, "it did", Optional.empty());
    return new ResultsJson()
        .encode(
            new VerificationResult(
                id,
                ended.minusSeconds(60),
                ended,
                new PlanIdentity("smoke", "11".repeat(32)),
                Optional.empty(),
                "debian:7.3",
                List.of(kernel),
                List.of(boot),
                List.of(),
                List.of(),
                List.of(),
                List.of(gate),
                Verdict.PASS));
  }

  private static byte[] certificate(String id, byte[] results) throws Exception {
    VerificationResult result = new ResultsJson().decode("r", results);
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(results));
    return new CertificateJson()
        .encode(
            new Certificate(
                new Certificate.Statement(
                    id,
                    Certificate.Kernel.of(result.kernel(result.candidate())),
                    result.plan(),
                    hash,
                    Verdict.PASS,
                    List.of(),
                    result.started(),
                    result.ended(),
                    result.ended()),
                "Ed25519",
                "ab".repeat(32),
                "AAAA"));
  }
}
