package dev.kedge.server.http;

import dev.kedge.server.auth.Access;
import io.helidon.http.Method;
import java.util.List;

/**
 * One operation of the API.
 *
 * @param method GET or POST
 * @param path template with parameters in braces, as in the OpenAPI document
 * @param access what it demands of who asks
 * @param load which bound on concurrency it falls under
 * @param parameters names of the query parameters it knows; others are refused
 * @param endpoint what answers
 */
public record Route(
    Method method,
    String path,
    Access access,
    Gate load,
    List<String> parameters,
    Endpoint endpoint) {
  public Route {
    parameters = List.copyOf(parameters);
  }
}
