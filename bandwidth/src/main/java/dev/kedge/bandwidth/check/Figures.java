package dev.kedge.bandwidth.check;

import java.util.Locale;

/** Numbers as people read them. */
final class Figures {
  private Figures() {}

  /** A time in the unit that suits it: {@code 400 us}, {@code 2.5 ms}, {@code 1.28 s}. */
  static String time(double ns) {
    if (ns >= 1e9) {
      return decimal(ns / 1e9) + " s";
    }
    return ns >= 1e6 ? decimal(ns / 1e6) + " ms" : decimal(ns / 1e3) + " us";
  }

  static String time(long ns) {
    return time((double) ns);
  }

  static String micros(long us) {
    return time(us * 1e3);
  }

  static String cpus(double cpus) {
    return decimal(cpus) + (cpus == 1 ? " CPU" : " CPUs");
  }

  static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** At most three significant digits, without zeros at the end. */
  static String decimal(double value) {
    String text =
        String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
  }
}
