package dev.kedge.cli;

import dev.kedge.model.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a server's API for JSON. Answers beyond {@value #MAX_ANSWER} bytes are refused. */
public final class ServerQuestions implements AutoCloseable {
  private static final int MAX_ANSWER = 16 << 20;

  private final URI server;
  private final Optional<String> token;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  /**
   * To one server.
   *
   * @param token sent as bearer, where the server wants one
   * @throws IllegalArgumentException when the address is no URL of a server
   */
  public ServerQuestions(URI server, Optional<String> token) {
    String address = server.toString();
    if (!address.startsWith("http://") && !address.startsWith("https://")) {
      throw new IllegalArgumentException(
          "server %s: expected a URL such as http://127.0.0.1:7878/"
              .formatted(Printable.of(address, 100)));
    }
    this.server = address.endsWith("/") ? server : URI.create(address + "/");
    this.token = token;
  }

  /**
   * The server's answer.
   *
   * @param path below {@code api/v1/}, with its query, {@link #encoded}
   * @throws IOException when the server cannot be asked, or refuses
   */
  public JsonNode get(String path) throws IOException {
    try {
      return JsonMapper.shared().readTree(bytes(path, MAX_ANSWER));
    } catch (JacksonException e) {
      throw new IOException(server + " answers no JSON: is it a Kedge server?", e);
    }
  }

  /**
   * The server's answer as it is.
   *
   * @param path as of {@link #get}
   * @param most bytes it may have
   * @throws IOException when the server cannot be asked, refuses, or answers more
   */
  public byte[] bytes(String path, int most) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve("api/v1/" + path)).timeout(Duration.ofMinutes(2));
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    try {
      return answer(client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()), most);
    } catch (ConnectException e) {
      throw new IOException(server + " does not answer; is the server running?", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private byte[] answer(HttpResponse<InputStream> answer, int most) throws IOException {
    try (InputStream body = answer.body()) {
      byte[] bytes = body.readNBytes(most + 1);
      if (answer.statusCode() != 200) {
        String said = new String(bytes, StandardCharsets.UTF_8);
        throw new IOException(
            "%s answers %d: %s".formatted(server, answer.statusCode(), Printable.of(said, 400)));
      }
      if (bytes.length > most) {
        throw new IOException("%s answers more than %d bytes".formatted(server, most));
      }
      return bytes;
    }
  }

  /** A text as part of a path or a query. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    client.close();
  }
}
