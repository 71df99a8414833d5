package dev.kedge.cli;

import dev.kedge.model.HostId;
import dev.kedge.model.Printable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends logs to a server and prints the issues their reports and events met. */
final class ReportUpload {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int CONNECT_MILLISECONDS = 10_000;
  private static final int ANSWER_MILLISECONDS = 120_000;
  private static final int MAX_ANSWER = 64 << 20;
  private static final int MAX_PROBLEM = 4096;
  private static final int MAX_NAME = 255;

  private final URI server;
  private final String host;
  private final Optional<String> token;

  /**
   * Uploads to a server.
   *
   * @param server its base address
   * @param host the logs are of, this machine when not given
   * @throws IllegalArgumentException when the address is no URL, or the host's name has a form no
   *     host has
   */
  ReportUpload(URI server, @Nullable String host, Optional<String> token) throws IOException {
    String address = server.toString();
    if (!address.startsWith("http://") && !address.startsWith("https://")) {
      throw new IllegalArgumentException(
          "--server %s: expected a URL such as http://127.0.0.1:7878/"
              .formatted(Printable.of(address, 100)));
    }
    // Without the slash the last part of the path would be replaced.
    this.server = address.endsWith("/") ? server : URI.create(address + "/");
    this.host = new HostId(host == null ? InetAddress.getLocalHost().getHostName() : host).value();
    this.token = token;
  }

  /**
   * Sends one log; its parts go as one.
   *
   * @throws IOException when it cannot be read or sent, or the server refuses it; the message says
   *     why
   */
  JsonNode send(ReportInput input, List<String> damages) throws IOException {
    byte[] log = input.bytes(damages::add);
    String name = input.name();
    String query =
        "host=%s&name=%s"
            .formatted(
                encoded(host), encoded(name.substring(Math.max(0, name.length() - MAX_NAME))));
    URI target = server.resolve("api/v1/console?" + query);
    HttpURLConnection connection = (HttpURLConnection) target.toURL().openConnection();
    connection.setConnectTimeout(CONNECT_MILLISECONDS);
    connection.setReadTimeout(ANSWER_MILLISECONDS);
    connection.setInstanceFollowRedirects(false);
    connection.setRequestMethod("POST");
    connection.setRequestProperty("Content-Type", "text/plain");
    connection.setRequestProperty("Content-Encoding", "gzip");
    token.ifPresent(t -> connection.setRequestProperty("Authorization", "Bearer " + t));
    connection.setDoOutput(true);
    byte[] packed = packed(log);
    connection.setFixedLengthStreamingMode(packed.length);
    try {
      try (OutputStream out = connection.getOutputStream()) {
        out.write(packed);
      }
      return answer(connection);
    } catch (ConnectException | UnknownHostException e) {
      throw new IOException("%s: %s; is the server running?".formatted(server, e.getMessage()), e);
    } finally {
      connection.disconnect();
    }
  }

  private JsonNode answer(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    if (status == 200) {
      return JSON.readTree(connection.getInputStream().readNBytes(MAX_ANSWER));
    }
    throw new IOException(
        "%s answered %d: %s".formatted(server, status, Printable.of(problem(connection), 400)));
  }

  private static String problem(HttpURLConnection connection) throws IOException {
    try (InputStream in = connection.getErrorStream()) {
      return in == null ? "" : new String(in.readNBytes(MAX_PROBLEM), StandardCharsets.UTF_8);
    }
  }

  private static byte[] packed(byte[] log) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(log);
    }
    return out.toByteArray();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** True when the answer tells of a report; events alone are none. */
  static boolean found(JsonNode answer) {
    return !answer.path("reports").isEmpty();
  }

  /** One line for people, and one for each report and event. */
  void print(PrintWriter out, String name, JsonNode answer) {
    out.println(
        "%s: %d reports, %d events"
            .formatted(
                ReportText.name(name),
                answer.path("reports").size(),
                answer.path("events").size()));
    List<JsonNode> all = new ArrayList<>();
    answer.path("reports").forEach(all::add);
    answer.path("events").forEach(all::add);
    for (JsonNode one : all) {
      out.println(
          "  %-9s  %s%s%n             %s"
              .formatted(
                  one.path("severity").asString(),
                  Printable.of(one.path("title").asString(), 400),
                  standing(one),
                  server.resolve(
                      "issues/%d?occurrence=%d"
                          .formatted(
                              one.path("issue").asLong(), one.path("occurrence").asLong()))));
    }
  }

  private static String standing(JsonNode one) {
    List<String> words = new ArrayList<>();
    if (one.path("newIssue").asBoolean()) {
      words.add("new issue");
    } else if (one.path("duplicate").asBoolean()) {
      words.add("filed before");
    }
    if (one.path("times").asInt() > 1) {
      words.add(one.path("times").asInt() + " times");
    }
    return words.isEmpty() ? "" : " (" + String.join(", ", words) + ")";
  }

  /** The server's answer with the name of the log, as one line. */
  static String json(String name, JsonNode answer) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("file", name);
    answer.properties().forEach(field -> object.put(field.getKey(), field.getValue()));
    return JSON.writeValueAsString(object);
  }
}
