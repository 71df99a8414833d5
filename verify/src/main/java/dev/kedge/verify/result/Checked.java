package dev.kedge.verify.result;

import dev.kedge.model.Printable;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** The checks that several results share. */
final class Checked {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:+~-]{0,119}");

  private Checked() {}

  static void sha256(String what, String hex) {
    if (!SHA256.matcher(hex).matches()) {
      throw new IllegalArgumentException(
          "sha256 of the %s \"%s\": expected 64 lower-case hexadecimal digits"
              .formatted(what, Printable.of(hex, 80)));
    }
  }

  /** A name that is safe as one part of a path and of a URL. */
  static void name(String what, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "%s \"%s\": expected 1 to 120 letters, digits or any of . _ : + ~ -, first a letter or digit"
              .formatted(what, Printable.of(name, 140)));
    }
  }

  static double finite(String what, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(what + " is " + value + ", expected a finite number");
    }
    return value;
  }

  static void probability(String what, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(what + " is " + value + ", expected 0 to 1");
    }
  }

  /** A number that may be missing, but not infinite. */
  static void finite(String what, OptionalDouble value) {
    value.ifPresent(number -> finite(what, number));
  }
}
