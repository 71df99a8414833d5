package dev.kedge.verify.suite;

import dev.kedge.model.Printable;
import dev.kedge.verify.VerifyException;
import java.util.function.Supplier;

/**
 * Where something stands in a plan.
 *
 * @param source the plan's name or file
 * @param line counted from 1
 * @param column counted from 1
 */
record Place(String source, int line, int column) {

  /** A refusal of what stands here; the message is made safe to print. */
  VerifyException error(String message) {
    return new VerifyException(this + ": " + Printable.of(message, 600));
  }

  /** Runs a check that knows no places, and puts this one before its refusal. */
  <T> T refine(Supplier<T> check) {
    try {
      return check.get();
    } catch (IllegalArgumentException e) {
      throw new VerifyException(this + ": " + Printable.of(String.valueOf(e.getMessage()), 600), e);
    }
  }

  /** The form editors and compilers use: {@code file:line:column}. */
  @Override
  public String toString() {
    return Printable.of(source, 300) + ":" + line + ":" + column;
  }
}
