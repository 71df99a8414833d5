package dev.kedge.agent;

import dev.kedge.model.HostId;
import dev.kedge.model.Printable;
import io.airlift.compress.v3.zstd.ZstdJavaCompressor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;

/**
 * Sends bodies to the server.
 *
 * <p>Uses {@link HttpURLConnection}: one blocking request at a time is all an agent needs, and the
 * newer client costs several threads and about 10 MB of resident memory on every host.
 *
 * <p>Thread-safe.
 */
public final class ServerLink {
  private static final int TIMEOUT_MILLISECONDS = 10_000;
  private static final int MAX_ANSWER_BYTES = 4096;

  private final URI server;
  private final Optional<String> token;
  private final HostId host;
  private final Optional<PinnedCertificate> certificate;

  /**
   * A link.
   *
   * @param certificate the certificate the server must show, empty to trust what the system trusts
   */
  ServerLink(
      URI server, Optional<String> token, HostId host, Optional<PinnedCertificate> certificate) {
    this.server = server;
    this.token = token;
    this.host = host;
    this.certificate = certificate;
  }

  /**
   * A link that trusts the certificates the system trusts.
   *
   * @param token the token to show, empty for a server that asks for none
   */
  public ServerLink(URI server, Optional<String> token, HostId host) {
    this(server, token, host, Optional.empty());
  }

  /**
   * The same link to a server that must show this certificate.
   *
   * @param pem file that holds it
   * @throws AgentException when the file cannot be read or holds no certificate
   */
  public ServerLink pinnedTo(Path pem) {
    return new ServerLink(server, token, host, Optional.of(PinnedCertificate.read(pem)));
  }

  /** What became of a request. */
  public sealed interface Outcome {
    /** The server has stored it durably. */
    record Acknowledged() implements Outcome {}

    /**
     * The server will never take this body, so sending it again is no use.
     *
     * @param reason what it said
     */
    record Refused(String reason) implements Outcome {}

    /**
     * It did not arrive or could not be stored now.
     *
     * @param reason what went wrong
     */
    record Unavailable(String reason) implements Outcome {}
  }

  /** The zstd frame of a message, as the server takes it. */
  public static byte[] compress(byte[] message) {
    ZstdJavaCompressor compressor = new ZstdJavaCompressor();
    byte[] out = new byte[compressor.maxCompressedLength(message.length)];
    int length = compressor.compress(message, 0, message.length, out, 0, out.length);
    return Arrays.copyOf(out, length);
  }

  /** Sends one compressed message and waits for the server's answer. */
  public Outcome send(UploadKind kind, byte[] body) {
    try {
      HttpURLConnection connection = open("/api/v1/hosts/" + host + "/" + kind.path());
      try {
        return exchange(connection, body);
      } finally {
        drain(connection);
      }
    } catch (IOException e) {
      return new Outcome.Unavailable(server + ": " + e);
    }
  }

  /**
   * Asks the server about the host.
   *
   * @return status of its answer
   * @throws IOException when it does not answer
   */
  public int askForHost() throws IOException {
    HttpURLConnection connection = open("/api/v1/hosts/" + host);
    try {
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }

  private HttpURLConnection open(String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) server.resolve(path).toURL().openConnection();
    if (connection instanceof HttpsURLConnection encrypted) {
      certificate.ifPresent(pinned -> pinned.apply(encrypted));
    }
    connection.setConnectTimeout(TIMEOUT_MILLISECONDS);
    connection.setReadTimeout(TIMEOUT_MILLISECONDS);
    connection.setInstanceFollowRedirects(false);
    token.ifPresent(t -> connection.setRequestProperty("Authorization", "Bearer " + t));
    return connection;
  }

  private Outcome exchange(HttpURLConnection connection, byte[] body) throws IOException {
    connection.setRequestMethod("POST");
    connection.setRequestProperty("Content-Type", "application/x-protobuf");
    connection.setRequestProperty("Content-Encoding", "zstd");
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(body.length);
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body);
    }
    int status = connection.getResponseCode();
    if (status / 100 == 2) {
      return new Outcome.Acknowledged();
    }
    String reason = "%s answered %d: %s".formatted(server, status, answer(connection));
    return switch (status) {
      case 400, 404, 413, 415, 422 -> new Outcome.Refused(reason);
      default -> new Outcome.Unavailable(reason);
    };
  }

  private static String answer(HttpURLConnection connection) throws IOException {
    try (InputStream in = connection.getErrorStream()) {
      return in == null
          ? ""
          : Printable.of(new String(in.readNBytes(MAX_ANSWER_BYTES), StandardCharsets.UTF_8), 500);
    }
  }

  /** Reads an answer to its end, so that the connection can be used again. */
  private static void drain(HttpURLConnection connection) {
    try (InputStream in = connection.getInputStream()) {
      in.skipNBytes(Math.min(in.available(), MAX_ANSWER_BYTES));
    } catch (IOException alreadyReported) {
      connection.disconnect();
    }
  }
}
