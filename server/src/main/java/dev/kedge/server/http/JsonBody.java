package dev.kedge.server.http;

/** Writes the body of an answer: exactly one JSON value. */
@FunctionalInterface
public interface JsonBody {
  /** Writes it. */
  void write(JsonOut json);
}
