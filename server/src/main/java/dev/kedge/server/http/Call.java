package dev.kedge.server.http;

import dev.kedge.model.HostId;
import dev.kedge.model.Printable;
import io.helidon.common.uri.UriPath;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** One request and its answer. For one thread. */
public final class Call {
  private static final String JSON = "application/json";

  /** Enough for the largest answer over a slow line; a reader that stands still ends here. */
  private static final Duration WRITE_TIME = Duration.ofMinutes(2);

  private static final Duration DISCARD_TIME = Duration.ofSeconds(2);
  private static final long MAX_DISCARDED = 16 << 20;
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  /** Writes the body of an answer that is not JSON. */
  @FunctionalInterface
  public interface StreamBody {
    /** Writes it; need not close the stream. */
    void write(OutputStream out) throws IOException;
  }

  private final ServerRequest request;
  private final ServerResponse response;
  private final Watchdog watchdog;
  private final PeerProbe probe;
  private Query query = Query.of("", List.of());
  private Optional<InputStream> body = Optional.empty();

  Call(ServerRequest request, ServerResponse response, Watchdog watchdog, PeerProbe probe) {
    this.request = request;
    this.response = response;
    this.watchdog = watchdog;
    this.probe = probe;
  }

  /** Reads the query; parameters of other names are refused. */
  void readQuery(List<String> allowed) {
    query = Query.of(request.query().rawValue(), allowed);
  }

  /** The query parameters. */
  public Query query() {
    return query;
  }

  /** The host named in the path. */
  public HostId host() {
    return parseHost("the path", request.path().pathParameters().get("host"));
  }

  /**
   * Reads a host's name.
   *
   * @param where what held it, for the message
   * @throws ProblemException when it is none
   */
  public static HostId parseHost(String where, String name) {
    try {
      return new HostId(name);
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest(where + ": " + e.getMessage());
    }
  }

  /** A number named in the path; one that cannot exist is not found. */
  public long number(String name) {
    String text = request.path().pathParameters().get(name);
    if (!NUMBER.matcher(text).matches()) {
      throw ProblemException.badRequest(
          "the path: %s \"%s\" is not a number".formatted(name, Printable.of(text, 60)));
    }
    return Long.parseLong(text);
  }

  /** The path as asked for, decoded. */
  public String path() {
    return request.path().absolute().path();
  }

  UriPath uriPath() {
    return request.path().absolute();
  }

  /** A header of the request. */
  public Optional<String> header(HeaderName name) {
    return header(request, name);
  }

  static Optional<String> header(ServerRequest request, HeaderName name) {
    return request.headers().contains(name)
        ? Optional.of(request.headers().get(name).get())
        : Optional.empty();
  }

  /** The media type of the request's body in lower case without parameters, empty text without. */
  public String mediaType() {
    String header = header(HeaderNames.CONTENT_TYPE).orElse("");
    int semicolon = header.indexOf(';');
    return (semicolon < 0 ? header : header.substring(0, semicolon))
        .strip()
        .toLowerCase(Locale.ROOT);
  }

  /** The length the request announces for its body. */
  public OptionalLong contentLength() {
    return request.headers().contentLength();
  }

  /** The request's body as sent, still encoded; nothing when there is none. */
  public InputStream body() {
    if (body.isEmpty()) {
      body =
          Optional.of(
              request.content().hasEntity()
                  ? request.content().inputStream()
                  : InputStream.nullInputStream());
    }
    return body.get();
  }

  /**
   * Reads what is left of the body, up to a bound: a connection that is closed with bytes unread is
   * reset, and the reset can overtake the answer (RFC 9112 section 9.6).
   */
  void discardBody() {
    try (Watchdog.Watch _ = watch(DISCARD_TIME)) {
      body().skipNBytes(MAX_DISCARDED);
    } catch (IOException | RuntimeException e) {
      // It ended, or never will: the connection is closed next.
    }
  }

  /** Cuts the connection when what the calling thread reads next takes longer than that. */
  public Watchdog.Watch watch(Duration time) {
    return watchdog.watch(time);
  }

  /**
   * Makes sure that the asker still waits, as long as no answer has begun. The connection is found
   * to be gone at the second call after it was closed; a client of HTTP/1.0 is taken to wait.
   *
   * @throws RuntimeException when the connection is gone
   */
  public void stillAwaited() {
    if (request.prologue().protocolVersion().equals("1.1")) {
      probe.probe();
    }
  }

  /** True when the asker takes a gzip-encoded answer. */
  public boolean acceptsGzip() {
    String accepted = header(HeaderNames.ACCEPT_ENCODING).orElse("").toLowerCase(Locale.ROOT);
    for (String part : accepted.split(",", -1)) {
      String coding = part.replace(" ", "");
      if (coding.equals("gzip")
          || (coding.startsWith("gzip;q=") && !coding.matches(".*=0(\\.0*)?"))) {
        return true;
      }
    }
    return false;
  }

  /** Sets a header of the answer. */
  public void set(HeaderName name, String value) {
    response.header(name, value);
  }

  /** Answers with JSON. */
  public void json(int status, JsonBody body) {
    set(HeaderNames.CACHE_CONTROL, "no-store");
    stream(
        status,
        JSON,
        out -> {
          try (JsonOut json = new JsonOut(out)) {
            body.write(json);
          }
        });
  }

  /** Answers with a body of unknown length, compressed where it is long and the asker takes it. */
  public void stream(int status, String contentType, StreamBody body) {
    send(status, contentType, acceptsGzip(), body);
  }

  /** Answers with a body of unknown length that is compressed as it is. */
  public void file(String contentType, StreamBody body) {
    send(200, contentType, false, body);
  }

  private void send(int status, String contentType, boolean gzip, StreamBody body) {
    response.status(Status.create(status));
    set(HeaderNames.CONTENT_TYPE, contentType);
    DeferredOutput out = new DeferredOutput(response, gzip);
    try (Watchdog.Watch _ = watch(WRITE_TIME)) {
      body.write(out);
      out.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Answers with bytes. */
  public void bytes(int status, String contentType, byte[] bytes) {
    response.status(Status.create(status));
    set(HeaderNames.CONTENT_TYPE, contentType);
    try (Watchdog.Watch _ = watch(WRITE_TIME)) {
      response.send(bytes);
    }
  }

  /** Answers without a body. */
  public void empty(int status) {
    response.status(Status.create(status));
    response.send();
  }
}
