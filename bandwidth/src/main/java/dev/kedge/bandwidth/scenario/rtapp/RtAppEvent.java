package dev.kedge.bandwidth.scenario.rtapp;

import dev.kedge.bandwidth.scenario.document.Node;
import dev.kedge.bandwidth.scenario.document.Node.Entry;
import dev.kedge.bandwidth.scenario.document.Place;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * One event of a phase as it stands in the file.
 *
 * @param kind what it does
 * @param place where it stands
 * @param value its value
 */
record RtAppEvent(Kind kind, Place place, Node value) {

  /** The events of rt-app. */
  enum Kind {
    RUNTIME,
    RUN,
    SLEEP,
    TIMER,
    LOCK,
    UNLOCK,
    WAIT,
    SIGNAL,
    BROAD,
    SYNC,
    SUSPEND,
    RESUME,
    MEM,
    IORUN,
    BARRIER,
    FORK,
    YIELD;

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The event a key stands for: its name, with anything but a letter after it where the file's
   * writer had to tell two of a kind apart ({@code run0}, {@code lock_b}).
   */
  static Optional<RtAppEvent> of(Entry entry) {
    return Arrays.stream(Kind.values())
        .filter(kind -> entry.key().startsWith(kind.word()))
        .filter(kind -> endsAt(entry.key(), kind.word().length()))
        .findFirst()
        .map(kind -> new RtAppEvent(kind, entry.place(), entry.value()));
  }

  /** The name it refers to: its value, or the key {@code ref} of its value. */
  String ref() {
    return value instanceof Node.Mapping ? field("ref").text("a name") : value.text("a name");
  }

  /** A key of its value that has to be there. */
  Node field(String key) {
    return optional(key)
        .orElseThrow(() -> value.place().error("key '%s' is missing".formatted(key)));
  }

  Optional<Node> optional(String key) {
    return value.entries("an object with the key " + key).stream()
        .filter(entry -> entry.key().equals(key))
        .map(Entry::value)
        .findFirst();
  }

  private static boolean endsAt(String key, int length) {
    return key.length() == length || !Character.isLetter(key.charAt(length));
  }
}
