package dev.kedge.server;

import dev.kedge.model.Heartbeat;
import dev.kedge.model.HostId;
import dev.kedge.model.VitalSigns;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.report.EventOccurrence;
import dev.kedge.report.Occurrence;
import dev.kedge.report.Occurrences;
import dev.kedge.store.Store;
import dev.kedge.store.StoreConfig;
import dev.kedge.wire.HeartbeatCodec;
import dev.kedge.wire.OccurrencesCodec;
import dev.kedge.wire.VitalSignsCodec;
import dev.kedge.wire.WindowCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server over a real store, and a client for it. */
final class RunningServer implements AutoCloseable {
  static final JsonMapper JSON = JsonMapper.builder().build();

  final Store store;
  final KedgeServer server;
  final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  RunningServer(Path directory, ServerConfig config, String pages) {
    this(StoreConfig.in(directory), config, pages);
  }

  RunningServer(StoreConfig files, ServerConfig config, String pages) {
    this.store = Store.open(files, InstantSource.system());
    this.server =
        KedgeServer.start(
            config, store, InstantSource.system(), RunningServer.class.getClassLoader(), pages);
  }

  static RunningServer in(Path directory) {
    return new RunningServer(directory, ServerConfig.local(0), "pages-sample/");
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.url()).resolve(path))
        .timeout(Duration.ofSeconds(30));
  }

  HttpResponse<byte[]> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<byte[]> get(String path) {
    return send(request(path).GET().build());
  }

  JsonNode json(String path) {
    HttpResponse<byte[]> response = get(path);
    if (response.statusCode() != 200) {
      throw new AssertionError(path + ": " + response.statusCode() + " " + text(response));
    }
    return JSON.readTree(response.body());
  }

  static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  static JsonNode tree(HttpResponse<byte[]> response) {
    return JSON.readTree(response.body());
  }

  /** Uploads an agent's message, compressed. */
  HttpResponse<byte[]> upload(String kind, HostId host, byte[] message) {
    return uploadRaw(kind, host, SampleData.zstd(message));
  }

  HttpResponse<byte[]> uploadRaw(String kind, HostId host, byte[] body) {
    return send(
        request("/api/v1/hosts/" + host + "/" + kind)
            .header("Content-Type", "application/x-protobuf")
            .header("Content-Encoding", "zstd")
            .POST(BodyPublishers.ofByteArray(body))
            .build());
  }

  HttpResponse<byte[]> upload(Heartbeat heartbeat) {
    return upload("heartbeat", heartbeat.identity().host(), HeartbeatCodec.encode(heartbeat));
  }

  HttpResponse<byte[]> upload(ProfileWindow window) {
    return upload("windows", window.host(), WindowCodec.encode(window));
  }

  HttpResponse<byte[]> upload(VitalSigns vitals) {
    return upload("vitals", vitals.host(), VitalSignsCodec.encode(vitals));
  }

  HttpResponse<byte[]> upload(Occurrence occurrence) {
    Occurrences one = new Occurrences(List.of(occurrence), List.of());
    return upload("reports", occurrence.host(), OccurrencesCodec.encode(one));
  }

  HttpResponse<byte[]> upload(EventOccurrence event) {
    Occurrences one = new Occurrences(List.of(), List.of(event));
    return upload("reports", event.host(), OccurrencesCodec.encode(one));
  }

  /** Sends bytes as they are and reads until the server closes the connection. */
  String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    client.close();
    server.close();
    store.close();
  }
}
