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
 * @param failures how it says what went wrong
 */
public record Route(
    Method method,
    String path,
    Access access,
    Gate load,
    List<String> parameters,
    Endpoint endpoint,
    FailureForm failures) {
  public Route {
    parameters = List.copyOf(parameters);
  }

  /** An operation that says what went wrong as problem details. */
  public Route(
      Method method,
      String path,
      Access access,
      Gate load,
      List<String> parameters,
      Endpoint endpoint) {
    this(method, path, access, load, parameters, endpoint, FailureForm.PROBLEM_DETAIL);
  }
}
