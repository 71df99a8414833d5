package dev.kedge.server.http;

import dev.kedge.server.auth.Credentials;
import dev.kedge.server.auth.Guard;
import dev.kedge.server.auth.Verdict;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.Optional;

/** Carries the requests of one route: guard, parameters, gate, endpoint, problem, metrics. */
final class RouteHandler implements Handler {
  private final Route route;
  private final Guard guard;
  private final HttpMetrics metrics;
  private final InFlight inFlight;
  private final Failures failures;
  private final Watchdog watchdog;
  private final PeerProbe probe;

  RouteHandler(
      Route route,
      Guard guard,
      HttpMetrics metrics,
      InFlight inFlight,
      Failures failures,
      Watchdog watchdog,
      PeerProbe probe) {
    this.route = route;
    this.guard = guard;
    this.metrics = metrics;
    this.inFlight = inFlight;
    this.failures = failures;
    this.watchdog = watchdog;
    this.probe = probe;
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) {
    long start = System.nanoTime();
    int status = 0;
    Call call = new Call(request, response, watchdog, probe);
    boolean admitted = inFlight.enter();
    try {
      SecurityHeaders.set(response);
      answer(call, request, response, admitted);
      status = response.status().code();
    } finally {
      if (admitted) {
        inFlight.leave();
      }
      metrics.record(
          request.prologue().method().text(), route.path(), status, System.nanoTime() - start);
    }
    if (closes(request.headers()) || closes(response.headers())) {
      // The web server leaves closing to the client, and would read the rest of a refused body as
      // the next request.
      call.discardBody();
      if (response instanceof RoutingResponse streamed) {
        // It would write the last chunk of a streamed answer only after a regular return.
        streamed.commit();
      }
      throw new CloseConnectionException("the connection was to be closed after this answer");
    }
  }

  private static boolean closes(Headers headers) {
    return headers.containsToken(HeaderValues.CONNECTION_CLOSE);
  }

  private void answer(Call call, ServerRequest request, ServerResponse response, boolean admitted) {
    try {
      if (!admitted) {
        throw ProblemException.busy("the server is stopping", Duration.ofSeconds(5));
      }
      checkAccess(request, response);
      call.readQuery(route.parameters());
      route.load().run(() -> route.endpoint().answer(call));
    } catch (RuntimeException e) {
      if (response.isSent() || response.bytesWritten() > 0) {
        // The head is out: all that is left is to cut the connection, so that a half is no whole.
        throw e;
      }
      send(
          response,
          failures.problem(request.prologue().method().text(), route.path(), e),
          route.failures().to(call.mediaType()));
    }
  }

  private void checkAccess(ServerRequest request, ServerResponse response) {
    String method = request.prologue().method().text();
    Verdict verdict =
        guard.check(
            route.access(),
            new Credentials(
                method.equals("GET") || method.equals("HEAD"),
                host(request),
                Call.header(request, HeaderNames.AUTHORIZATION),
                Call.header(request, HeaderNames.ORIGIN),
                Call.header(request, HeaderNames.create("Sec-Fetch-Site"))));
    switch (verdict) {
      case Verdict.Allowed allowed -> {}
      case Verdict.Forbidden(String detail) -> throw new ProblemException(new Problem(403, detail));
      case Verdict.Unauthorized(String challenge, String detail) -> {
        response.header(HeaderNames.WWW_AUTHENTICATE, challenge);
        throw new ProblemException(new Problem(401, detail));
      }
    }
  }

  private static Optional<String> host(ServerRequest request) {
    return Call.header(request, HeaderNames.HOST).or(() -> Optional.of(request.authority()));
  }

  private static void send(ServerResponse response, Problem problem, FailureForm form) {
    problem
        .retryAfter()
        .ifPresent(after -> response.header(HeaderNames.RETRY_AFTER, "" + after.toSeconds()));
    // A refused upload is not read to its end, so the connection cannot carry another request.
    if (problem.status() == 413 || problem.status() == 408 || problem.status() == 503) {
      response.header(HeaderNames.CONNECTION, "close");
    }
    response.status(Status.create(problem.status(), problem.title()));
    response.header(HeaderNames.CONTENT_TYPE, form.mediaType());
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
    response.send(form.body().apply(problem));
  }
}
