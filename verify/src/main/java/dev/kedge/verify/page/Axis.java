package dev.kedge.verify.page;

import java.util.ArrayList;
import java.util.List;

/**
 * A horizontal axis over all values: logarithmic when they are positive and span more than a factor
 * of ten.
 */
final class Axis {
  private final double low;
  private final double high;
  private final boolean logarithmic;
  private final double left;
  private final double right;

  Axis(double least, double greatest, double left, double right) {
    this.left = left;
    this.right = right;
    this.logarithmic = least > 0 && greatest / least > 10;
    double from = scaled(least);
    double to = scaled(greatest);
    double room = to > from ? 0.04 * (to - from) : Math.max(Math.abs(from) * 0.1, 0.5);
    this.low = from - room;
    this.high = to + room;
  }

  boolean logarithmic() {
    return logarithmic;
  }

  double at(double value) {
    return left + (scaled(value) - low) / (high - low) * (right - left);
  }

  /** Round values inside the axis, two to seven of them. */
  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    if (logarithmic) {
      int step = Math.max(1, (int) Math.ceil((high - low) / 6));
      for (int power = (int) Math.ceil(low); power <= high; power += step) {
        ticks.add(Math.pow(10, power));
      }
      return ticks;
    }
    double raw = (high - low) / 6;
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double step = raw / power > 5 ? 10 * power : raw / power > 2 ? 5 * power : 2 * power;
    for (double k = Math.ceil(low / step); k * step <= high; k++) {
      ticks.add(k * step);
    }
    return ticks;
  }

  private double scaled(double value) {
    return logarithmic ? Math.log10(value) : value;
  }
}
