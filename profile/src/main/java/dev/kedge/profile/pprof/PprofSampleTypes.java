package dev.kedge.profile.pprof;

import dev.kedge.model.Printable;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.protobuf.MessageInput;
import java.util.List;

/** Which value of a sample is its count, and how to get at it. */
final class PprofSampleTypes {
  private final int index;
  private final long divisor;
  private final long period;
  private final SampleKind kind;

  PprofSampleTypes(PprofTables tables, MessageInput input) {
    kind =
        SampleKind.ofWireName(tables.text(tables.periodType.type(), input)).orElse(SampleKind.CPU);
    String unit = kind.counted() ? "count" : "nanoseconds";
    boolean nanoseconds =
        tables.text(tables.periodType.unit(), input).equals(unit) && tables.period > 0;
    period = nanoseconds ? tables.period : 0;
    int counts = -1;
    int times = -1;
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < tables.sampleTypes.size(); i++) {
      PprofTables.ValueType type = tables.sampleTypes.get(i);
      String name = tables.text(type.type(), input) + "/" + tables.text(type.unit(), input);
      if (names.length() < 200) {
        names.append(i == 0 ? "" : ", ").append(name);
      }
      if (name.equals("samples/count") || name.equals("cpu/count")) {
        counts = i;
      } else if (name.equals("cpu/nanoseconds")) {
        times = i;
      }
    }
    if (counts < 0 && (times < 0 || period == 0)) {
      throw input.error(
          "no CPU samples: expected the sample type samples/count, or cpu/nanoseconds with a period, found \"%s\""
              .formatted(Printable.of(names.toString(), 200)));
    }
    index = counts >= 0 ? counts : times;
    divisor = counts >= 0 ? 1 : period;
  }

  /** What a sample stands for. */
  SampleKind kind() {
    return kind;
  }

  /** Time between two samples in nanoseconds, 0 when the file does not say. */
  long period() {
    return period;
  }

  /** Samples; CPU time that is no whole number of periods is rounded, never to nothing. */
  long count(List<Long> values, MessageInput input) {
    if (index >= values.size()) {
      throw input.error("a sample has %d values".formatted(values.size()));
    }
    long value = values.get(index);
    if (value < 0) {
      throw input.error("a sample counts %d; differences are no profile".formatted(value));
    }
    return value == 0 ? 0 : Math.max(1, value / divisor + (value % divisor * 2 >= divisor ? 1 : 0));
  }
}
