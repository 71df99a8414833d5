package dev.kedge.server.http;

import java.util.function.Function;

/**
 * How an answer says what went wrong.
 *
 * @param mediaType of the body
 * @param body says it
 */
public record FailureForm(String mediaType, Function<Problem, byte[]> body) {
  /** RFC 9457, as everywhere in the API. */
  public static final FailureForm PROBLEM_DETAIL =
      new FailureForm(Problem.MEDIA_TYPE, Problem::json);
}
