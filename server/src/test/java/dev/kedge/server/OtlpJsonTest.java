package dev.kedge.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OTLP profiles as JSON, through the port. */
class OtlpJsonTest {
  @TempDir static Path directory;
  private static RunningServer running;

  /** Two minutes ago, at the begin of a window. */
  private static long startSecond;

  @BeforeAll
  static void start() {
    startSecond = Instant.now().getEpochSecond() / 10 * 10 - 120;
    running = RunningServer.in(directory);
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  /** A sample at each of these seconds; fields of 64 bits as numbers and as texts. */
  private static String message(String host) {
    return """
    {"resourceProfiles":[{"resource":{"attributes":[
        {"key":"host.name","value":{"stringValue":"%s"}},
        {"key":"flags","value":{"arrayValue":{"values":[{"boolValue":true}]}}}]},
      "scopeProfiles":[{"scope":{"name":"x"},"profiles":[{
        "sampleType":{"typeStrindex":1,"unitStrindex":2},
        "samples":[{"stackIndex":1,"attributeIndices":[1],
          "values":["1",1],"timestampsUnixNano":["%d000000000",%d000000000]}],
        "timeUnixNano":"%d000000000","durationNano":"10000000000",
        "futureField":{"a":[1,2,{"b":null}]},"period":null}]}]}],
     "dictionary":{
       "mappingTable":[{}],
       "locationTable":[{},{"lines":[{"functionIndex":1,"line":"7"}]}],
       "functionTable":[{},{"nameStrindex":3}],
       "linkTable":[{"traceId":"5b8efff798038103d269b633813fc60c"}],
       "stringTable":["","samples","count","work","process.executable.name","app"],
       "attributeTable":[{},{"keyStrindex":4,"value":{"stringValueStrindex":5}}],
       "stackTable":[{},{"locationIndices":[1]}]}}\
    """
        .formatted(host, startSecond + 1, startSecond + 2, startSecond);
  }

  private static HttpResponse<byte[]> post(byte[] body) {
    return running.send(
        running
            .request("/v1development/profiles")
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(BodyPublishers.ofByteArray(body))
            .build());
  }

  private static HttpResponse<byte[]> post(String body) {
    return post(body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aMessageInJsonIsAFlameGraph() {
    HttpResponse<byte[]> answer = post(message("json-1"));
    assertThat(answer.statusCode()).as(RunningServer.text(answer)).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(RunningServer.text(answer)).isEqualTo("{}");
    String range = "?from=%d&to=%d".formatted(startSecond * 1000, (startSecond + 20) * 1000);
    HttpResponse<byte[]> folded =
        running.get("/api/v1/hosts/json-1/profile" + range + "&format=folded");
    assertThat(RunningServer.text(folded)).isEqualTo("app;work 2\n");
    assertThat(running.json("/api/v1/hosts/json-1/heat" + range).get("untimed").longValue())
        .isZero();
  }

  @Test
  void whatIsNotTakenIsSaidInJson() {
    HttpResponse<byte[]> answer = post(message("bad host"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(RunningServer.tree(answer).at("/partialSuccess/rejectedProfiles").stringValue())
        .isEqualTo("1");
    assertThat(RunningServer.tree(answer).at("/partialSuccess/errorMessage").stringValue())
        .contains("host name \"bad host\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | expected an object",
        "[] | expected an object",
        "{\"dictionary\":[]} | at /dictionary: expected an object",
        "{\"resourceProfiles\":{}} | at /resourceProfiles: expected a list",
        "{\"resourceProfiles\":[null]} | at /resourceProfiles/0: expected an object",
        "{\"dictionary\":{\"stringTable\":[1]}} | at /dictionary/stringTable/0: expected a text",
        "{\"dictionary\":{\"stackTable\":[{\"locationIndices\":[1.5]}]}} | expected an integer",
        "{\"dictionary\":{\"stackTable\":[{\"locationIndices\":[\"1e3\"]}]}} | expected an integer",
        "{\"dictionary\":{\"stackTable\":[{\"locationIndices\":[99999999999999999999]}]}} | 64"
            + " bits",
        "{\"dictionary\":{},\"dictionary\":{}} | Duplicate",
        "{} {} | expected nothing after the message",
        "{\"dictionary\": | line 1",
        "nonsense | line 1"
      })
  void mistakesAreSaidWithTheirPlace(String body, String message) {
    HttpResponse<byte[]> answer = post(body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(RunningServer.tree(answer).get("message").stringValue()).contains(message);
  }

  @Test
  void depthIsBounded() {
    HttpResponse<byte[]> answer = post("{\"x\":" + "[".repeat(100_000));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(RunningServer.text(answer)).contains("depth");
  }

  @Test
  void damagedMessagesDoNoHarm() {
    byte[] message = message("json-2").getBytes(StandardCharsets.UTF_8);
    Random random = new Random(11);
    for (int i = 0; i < 300; i++) {
      byte[] damaged = message.clone();
      for (int n = 0; n <= random.nextInt(4); n++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      assertThat(post(damaged).statusCode()).isIn(200, 400);
    }
  }
}
