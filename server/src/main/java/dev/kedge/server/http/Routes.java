package dev.kedge.server.http;

import dev.kedge.server.auth.Access;
import dev.kedge.server.auth.Guard;
import io.helidon.common.uri.UriPath;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.PathMatchers;
import io.helidon.webserver.http.HttpRouting;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Puts routes under the web server, and answers what none of them matches. */
public final class Routes {
  private final List<Route> routes;
  private final Guard guard;
  private final HttpMetrics metrics;
  private final InFlight inFlight;
  private final Watchdog watchdog;
  private final PeerProbe probe;
  private final Failures failures = new Failures();

  /** With every route of the API. */
  public Routes(
      List<Route> routes,
      Guard guard,
      HttpMetrics metrics,
      InFlight inFlight,
      Watchdog watchdog,
      PeerProbe probe) {
    this.routes = List.copyOf(routes);
    this.guard = guard;
    this.metrics = metrics;
    this.inFlight = inFlight;
    this.watchdog = watchdog;
    this.probe = probe;
  }

  /**
   * The routing of a server.
   *
   * @param pages answers every path that is no API's
   */
  public HttpRouting.Builder routing(Endpoint pages) {
    HttpRouting.Builder rules = HttpRouting.builder();
    for (Route route : routes) {
      RouteHandler handler = handler(route);
      rules.route(route.method(), route.path(), handler);
      if (route.method().equals(Method.GET)) {
        rules.route(Method.HEAD, route.path(), handler);
      }
    }
    rules.any("/api/*", handler(other("/api/*", this::unmatched)));
    Route page = other("/*", pages);
    rules.route(Method.GET, "/*", handler(page));
    rules.route(Method.HEAD, "/*", handler(page));
    rules.any(handler(other("/*", this::unmatched)));
    return rules;
  }

  private RouteHandler handler(Route route) {
    return new RouteHandler(route, guard, metrics, inFlight, failures, watchdog, probe);
  }

  /** Paths outside the API may carry any query: the pages keep what they show in it. */
  private static Route other(String path, Endpoint endpoint) {
    return new Route(Method.GET, path, Access.OPEN, Gate.open(), List.of(Query.ANY), endpoint);
  }

  private void unmatched(Call call) {
    UriPath path = call.uriPath();
    TreeSet<String> methods =
        routes.stream()
            .filter(route -> PathMatchers.create(route.path()).match(path).accepted())
            .map(route -> route.method().text())
            .collect(Collectors.toCollection(TreeSet::new));
    if (methods.isEmpty()) {
      throw ProblemException.notFound("nothing here; /api/v1/openapi.yaml describes what there is");
    }
    String allowed = String.join(", ", methods);
    call.set(HeaderNames.ALLOW, allowed);
    throw new ProblemException(new Problem(405, "this path takes " + allowed));
  }
}
