package dev.kedge.profile.filter;

/**
 * A text that is no filter, or one that cannot be answered; the message names the character and
 * what was expected, or the keys there are.
 */
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

  /** What is wrong with a filter that was read. */
  FilterException(String problem) {
    super(problem);
  }
}
