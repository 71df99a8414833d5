package dev.kedge.report.score;

/**
 * How often something was right.
 *
 * @param right times it was
 * @param of times it was looked at
 */
public record Tally(int right, int of) {
  /** Of nothing. */
  static final Tally NONE = new Tally(0, 0);

  Tally plus(boolean correct) {
    return new Tally(right + (correct ? 1 : 0), of + 1);
  }

  Tally plus(Tally other) {
    return new Tally(right + other.right, of + other.of);
  }

  /** Share in percent; 100 of nothing. */
  public double percent() {
    return of == 0 ? 100 : 100.0 * right / of;
  }
}
