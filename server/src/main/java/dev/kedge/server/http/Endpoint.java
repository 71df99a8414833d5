package dev.kedge.server.http;

/** Answers the requests of one route; called by many threads at once. */
@FunctionalInterface
public interface Endpoint {
  /**
   * Answers one request.
   *
   * @throws ProblemException when the request is wrong
   */
  void answer(Call call);
}
