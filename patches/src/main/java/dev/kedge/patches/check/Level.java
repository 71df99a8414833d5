package dev.kedge.patches.check;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How much a rule matters to a policy. */
public enum Level {
  /** Not looked at. */
  OFF,
  /** Shown, lets the range pass. */
  ADVISORY,
  /** The range fails. */
  BLOCKING;

  /** The name in policies and output. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The level of this name. */
  public static Optional<Level> of(String label) {
    return Arrays.stream(values()).filter(level -> level.label().equals(label)).findFirst();
  }
}
