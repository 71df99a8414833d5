package dev.kedge.bandwidth.picture;

import dev.kedge.bandwidth.scenario.document.TimeText;
import java.util.ArrayList;
import java.util.List;

/** Places marks at round times or values. */
final class Axis {
  private Axis() {}

  /**
   * A mark.
   *
   * @param position 0 at the start of the axis, 1 at its end
   */
  record Mark(double position, String label) {}

  /** About as many marks as wished, at multiples of 1, 2 or 5 times a power of ten. */
  static List<Mark> marks(long from, long to, int wished) {
    List<Mark> marks = new ArrayList<>();
    long span = to - from;
    if (span <= 0) {
      return marks;
    }
    long step = step(span, Math.max(1, wished));
    for (long at = Math.ceilDiv(from, step) * step; at <= to; at += step) {
      marks.add(
          new Mark((double) (at - from) / span, at == 0 ? "0" : TimeText.exact(Math.abs(at))));
    }
    return marks;
  }

  private static long step(long span, int wished) {
    long step = 1;
    for (int i = 0; span / step > wished; i++) {
      step = i % 3 == 1 ? step / 2 * 5 : step * 2;
    }
    return step;
  }
}
