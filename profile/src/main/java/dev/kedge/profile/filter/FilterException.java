package dev.kedge.profile.filter;

/** A text that is no filter; the message names the character and what was expected. */
public final class FilterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * What is wrong.
   *
   * @param position character of the text, counted from 1
   */
  FilterException(int position, String problem) {
    super("character %d: %s".formatted(position, problem));
  }
}
