package dev.kedge.bandwidth.scenario.document;

import dev.kedge.bandwidth.BandwidthException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lengths of time as people write them: {@code 300ns}, {@code 50us}, {@code 1.5ms}, {@code 10s}.
 */
public final class TimeText {
  /** Longest time that is taken: a day. */
  public static final long MAX_NS = 86_400_000_000_000L;

  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,9})?)(ns|us|µs|μs|ms|s|m|h)");
  private static final long US = 1_000;
  private static final long MS = 1_000_000;
  private static final long S = 1_000_000_000;

  private TimeText() {}

  /**
   * Reads a time.
   *
   * @return nanoseconds
   * @throws BandwidthException when it is no time, is no whole number of nanoseconds, or is above a
   *     day
   */
  public static long parse(String text) {
    if (text.equals("0")) {
      return 0;
    }
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new BandwidthException(
          "'%s' is no time: expected a number and a unit, such as 300ns, 50us, 5ms or 10s"
              .formatted(text));
    }
    BigDecimal exact =
        new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit(matcher.group(2))));
    if (exact.compareTo(BigDecimal.valueOf(MAX_NS)) > 0) {
      throw new BandwidthException("'%s' is more than a day".formatted(text));
    }
    if (exact.stripTrailingZeros().scale() > 0) {
      throw new BandwidthException("'%s' is not a whole number of nanoseconds".formatted(text));
    }
    return exact.longValueExact();
  }

  /** The shortest exact form; {@link #parse} reads it back. */
  public static String exact(long ns) {
    if (ns == 0) {
      return "0s";
    }
    long unit = ns >= S ? S : ns >= MS ? MS : ns >= US ? US : 1;
    return BigDecimal.valueOf(ns)
            .divide(BigDecimal.valueOf(unit))
            .stripTrailingZeros()
            .toPlainString()
        + name(unit);
  }

  /** As {@link #rounded(double)}. */
  public static String rounded(long ns) {
    return rounded((double) ns);
  }

  /** Three significant digits, for people: {@code 1.59 ms}, {@code 67.3 ms}, {@code 120 us}. */
  public static String rounded(double ns) {
    double size = Math.abs(ns);
    if (size < 0.5) {
      return "0";
    }
    // Half a unit of the third digit below 1000 would print as 1000.
    long unit = size >= 999.5 * MS ? S : size >= 999.5 * US ? MS : size >= 999.5 ? US : 1;
    double value = ns / unit;
    int decimals = unit == 1 ? 0 : Math.abs(value) < 9.995 ? 2 : Math.abs(value) < 99.95 ? 1 : 0;
    return BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString()
        + " "
        + name(unit);
  }

  private static long unit(String name) {
    return switch (name) {
      case "ns" -> 1;
      case "us", "µs", "μs" -> US;
      case "ms" -> MS;
      case "s" -> S;
      case "m" -> 60 * S;
      default -> 3_600 * S;
    };
  }

  private static String name(long unit) {
    return unit == S ? "s" : unit == MS ? "ms" : unit == US ? "us" : "ns";
  }
}
