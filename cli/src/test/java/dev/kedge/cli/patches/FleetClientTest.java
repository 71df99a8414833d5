package dev.kedge.cli.patches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.kedge.patches.fleet.FleetIssue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FleetClientTest {
  private static final Map<String, String> ANSWERS =
      Map.of(
          "/api/v1/issues?limit=200",
          "{\"issues\":[{\"issue\":7,\"title\":\"soft lockup\",\"hosts\":3,\"occurrences\":9}],"
              + "\"next\":\"a b\"}",
          "/api/v1/issues?limit=200&cursor=a%20b",
          "{\"issues\":[{\"issue\":8,\"title\":\"WARNING in b_one\",\"hosts\":1}],\"next\":null}",
          "/api/v1/issues/7",
          "{\"alternativeTitles\":[\"INFO: stall in c_two\"],\"frame\":\"d_three+0x1/0x2\"}",
          "/api/v1/issues/7/occurrences?limit=1",
          "{\"occurrences\":[{\"text\":\"kernel BUG at mm/x.c:7!\\n e_four+0x1/0x9\\n\"}]}",
          "/api/v1/issues/8",
          "{\"alternativeTitles\":[],\"frame\":null}",
          "/api/v1/issues/8/occurrences?limit=1",
          "{\"occurrences\":[]}");

  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean known =
              "Bearer secret".equals(exchange.getRequestHeaders().getFirst("Authorization"));
          String text = known ? ANSWERS.get(exchange.getRequestURI().toString()) : "no \u001b[31m";
          byte[] body = (text == null ? "?" : text).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(known && text != null ? 200 : 401, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void allPagesAreReadWithFrameAndNewestReport() throws IOException {
    List<FleetIssue> issues = new FleetClient(address(), Optional.of("secret")).issues();
    assertThat(issues).hasSize(2);
    assertThat(issues.getFirst().blamed()).containsExactlyInAnyOrder("c_two", "d_three");
    assertThat(issues.getFirst().stack()).containsExactly("e_four");
    assertThat(issues.getFirst().files()).containsExactly("mm/x.c");
    assertThat(issues.getFirst().hosts()).isEqualTo(3);
    assertThat(issues.getLast().blamed()).containsExactly("b_one");
  }

  @Test
  void aRefusalIsSaidInPrintableWords() {
    assertThatThrownBy(() -> new FleetClient(address(), Optional.empty()).issues())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("answers 401: no ")
        .message()
        .doesNotContain("\u001b");
  }

  private URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }
}
