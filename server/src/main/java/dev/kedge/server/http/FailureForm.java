package dev.kedge.server.http;

import java.util.Optional;
import java.util.function.Function;

/**
 * How an answer says what went wrong.
 *
 * @param mediaType of the body
 * @param body says it
 * @param ofJson the form for those who sent JSON, where it is another one
 */
public record FailureForm(
    String mediaType, Function<Problem, byte[]> body, Optional<FailureForm> ofJson) {
  /** RFC 9457, as everywhere in the API. */
  public static final FailureForm PROBLEM_DETAIL =
      new FailureForm(Problem.MEDIA_TYPE, Problem::json);

  /** The same form for everybody. */
  public FailureForm(String mediaType, Function<Problem, byte[]> body) {
    this(mediaType, body, Optional.empty());
  }

  /** The form for who sent a body of that media type. */
  FailureForm to(String sent) {
    return sent.equals("application/json") ? ofJson.orElse(this) : this;
  }
}
