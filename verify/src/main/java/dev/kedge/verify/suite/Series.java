package dev.kedge.verify.suite;

import dev.kedge.model.KernelRelease;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The series of a kernel, the first two numbers of its release.
 *
 * @param major such as 6
 * @param minor such as 18
 */
record Series(int major, int minor) implements Comparable<Series> {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,4})\\.([0-9]{1,4})(?![0-9]).*");
  private static final Comparator<Series> ORDER =
      Comparator.comparingInt(Series::major).thenComparingInt(Series::minor);

  /** The series at the begin of a text, if there is one. */
  static Optional<Series> of(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new Series(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  /** Whether a kernel is of this series or a later one; one that names no series is taken as so. */
  boolean reachedBy(KernelRelease release) {
    return of(release.value()).map(series -> series.compareTo(this) >= 0).orElse(true);
  }

  @Override
  public int compareTo(Series other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
