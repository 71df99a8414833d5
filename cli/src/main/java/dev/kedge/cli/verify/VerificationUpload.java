package dev.kedge.cli.verify;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Sends the parts of a verification to a server. */
final class VerificationUpload {
  private static final int MAX_ANSWER = 400;

  private final URI server;
  private final Optional<String> token;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  VerificationUpload(URI server, Optional<String> token) {
    this.server = server.toString().endsWith("/") ? server : URI.create(server + "/");
    this.token = token;
  }

  void results(byte[] results) throws IOException {
    post("api/v1/verifications", "application/json", results);
  }

  void certificate(String id, byte[] certificate) throws IOException {
    String path = "api/v1/verifications/" + encoded(id) + "/certificate";
    post(path, "application/json", certificate);
  }

  void console(String host, String name, byte[] text) throws IOException {
    post("api/v1/console?host=" + encoded(host) + "&name=" + encoded(name), "text/plain", text);
  }

  private void post(String path, String type, byte[] body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path))
            .timeout(Duration.ofMinutes(2))
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    try {
      HttpResponse<String> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        String said = answer.body();
        throw new IOException(
            "%s answers %d: %s"
                .formatted(
                    server,
                    answer.statusCode(),
                    said.substring(0, Math.min(MAX_ANSWER, said.length()))));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the upload was stopped", e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
