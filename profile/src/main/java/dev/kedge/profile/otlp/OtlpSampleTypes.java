package dev.kedge.profile.otlp;

import dev.kedge.model.Printable;
import dev.kedge.profile.SampleKind;
import java.util.Optional;

/**
 * What the values of a profile count.
 *
 * @param kind what a sample stands for
 * @param period time between two samples of one CPU in nanoseconds, or events between two; 0 where
 *     not told
 * @param divisor what of a value is one sample; 0 where only times tell how many there were
 */
record OtlpSampleTypes(SampleKind kind, long period, double divisor) {
  private static final int SHOWN = 60;

  /**
   * A type and its unit as a profile names them.
   *
   * @param type for example {@code cpu}
   * @param unit for example {@code nanoseconds}
   */
  record ValueType(String type, String unit) {
    static final ValueType NONE = new ValueType("", "");

    /** Nanoseconds of one unit of time; empty for what is no time. */
    private Optional<Double> nanoseconds() {
      return switch (unit) {
        case "nanoseconds", "nanosecond", "ns" -> Optional.of(1.0);
        case "microseconds", "microsecond", "us" -> Optional.of(1e3);
        case "milliseconds", "millisecond", "ms" -> Optional.of(1e6);
        case "seconds", "second", "s" -> Optional.of(1e9);
        default -> Optional.empty();
      };
    }

    private boolean isCount() {
      return unit.isEmpty() || unit.equals("count") || unit.equals("1");
    }

    /** The kind of events of that name. */
    private Optional<SampleKind> kind() {
      return switch (type) {
        case "cpu" -> Optional.of(SampleKind.CPU);
        case "page-faults", "page_faults", "page_fault" -> Optional.of(SampleKind.PAGE_FAULTS);
        case "context-switches", "context_switches", "context_switch" ->
            Optional.of(SampleKind.CONTEXT_SWITCHES);
        case "wakeups" -> Optional.of(SampleKind.WAKEUPS);
        default -> Optional.empty();
      };
    }

    @Override
    public String toString() {
      return Printable.of(type, SHOWN) + "/" + Printable.of(unit, SHOWN);
    }
  }

  /** How to count a profile of that type; empty where Kedge has no kind for it. */
  static Optional<OtlpSampleTypes> of(ValueType sample, ValueType periodType, long period) {
    Optional<SampleKind> named =
        sample.type().equals("samples")
            ? periodType.type().isEmpty() ? Optional.of(SampleKind.CPU) : periodType.kind()
            : sample.kind();
    if (named.isPresent() && sample.isCount()) {
      return Optional.of(
          new OtlpSampleTypes(named.get(), period(named.get(), periodType, period), 1));
    }
    Optional<Double> unit = sample.nanoseconds();
    if (sample.type().equals("cpu") && unit.isPresent()) {
      long known = period(SampleKind.CPU, periodType, period);
      return Optional.of(new OtlpSampleTypes(SampleKind.CPU, known, known / unit.get()));
    }
    if (sample.type().equals("off_cpu") && unit.isPresent()) {
      // Kedge counts switches and does not weigh them by their length.
      long known = period(SampleKind.CONTEXT_SWITCHES, periodType, period);
      return Optional.of(new OtlpSampleTypes(SampleKind.CONTEXT_SWITCHES, known, 0));
    }
    return Optional.empty();
  }

  /** The period where its type is of that kind, else 0. */
  private static long period(SampleKind kind, ValueType type, long period) {
    if (period <= 0 || !type.kind().equals(Optional.of(kind))) {
      return 0;
    }
    double factor = kind.counted() ? (type.isCount() ? 1 : 0) : type.nanoseconds().orElse(0.0);
    return (long) (period * factor);
  }

  /** Samples that a value stands for; CPU time that is no whole number of periods is rounded. */
  long count(long value) {
    return divisor == 1
        ? value
        : value == 0 || divisor == 0 ? 0 : Math.max(1, Math.round(value / divisor));
  }

  /** Samples that a value with a time stands for: one where only times tell. */
  long timedCount(long value) {
    return divisor == 0 ? 1 : count(value);
  }
}
