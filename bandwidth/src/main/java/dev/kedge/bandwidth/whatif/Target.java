package dev.kedge.bandwidth.whatif;

import dev.kedge.bandwidth.BandwidthException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a limit shall reach. */
public sealed interface Target {
  /** Not throttled in at least this part of the periods the kernel counts. */
  record NotThrottled(double share) implements Target {}

  /**
   * Of the activations (a thread wakes up, runs, and sleeps again) this part takes at most so long.
   *
   * @param quantile such as 0.99
   * @param ns from waking up to going to sleep
   */
  record Latency(double quantile, long ns) implements Target {}

  /**
   * Reads {@code not-throttled=99%} or {@code p99=20ms}.
   *
   * @throws BandwidthException for any other text
   */
  static Target parse(String text) {
    Matcher form =
        Pattern.compile(
                "not-throttled=(\\d{1,2}(?:\\.\\d{1,3})?|100)%"
                    + "|p(\\d{2}(?:\\.\\d{1,2})?)=(\\d{1,6}(?:\\.\\d{1,3})?)(us|ms|s)")
            .matcher(text);
    if (!form.matches()) {
      throw new BandwidthException(
          "target '%s': expected not-throttled=99%% or p99=20ms".formatted(text));
    }
    if (form.group(1) != null) {
      return new NotThrottled(Double.parseDouble(form.group(1)) / 100);
    }
    double unit = form.group(4).equals("us") ? 1e3 : form.group(4).equals("ms") ? 1e6 : 1e9;
    return new Latency(
        Double.parseDouble(form.group(2)) / 100,
        Math.round(Double.parseDouble(form.group(3)) * unit));
  }

  /** Whether a run met it. */
  default boolean met(Trial trial) {
    return switch (this) {
      case NotThrottled wanted -> trial.throttledShare() <= 1 - wanted.share() + 1e-9;
      case Latency wanted -> trial.latencyNs(wanted.quantile()) <= wanted.ns();
    };
  }

  /** In words. */
  default String text() {
    return switch (this) {
      case NotThrottled wanted ->
          String.format(
              Locale.ROOT, "not throttled in %s %% of the periods", number(100 * wanted.share()));
      case Latency wanted ->
          String.format(
              Locale.ROOT,
              "p%s of an activation at most %s ms",
              number(100 * wanted.quantile()),
              number(wanted.ns() / 1e6));
    };
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? Long.toString(Math.round(value))
        : String.format(Locale.ROOT, "%.3f", value).replaceAll("0+$", "");
  }
}
