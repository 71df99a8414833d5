package dev.kedge.model;

import java.util.UUID;

/**
 * One boot of one host: {@code /proc/sys/kernel/random/boot_id}.
 *
 * @param value the kernel's random UUID
 */
public record BootId(UUID value) {
  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException when the text is no UUID
   */
  public static BootId parse(String text) {
    try {
      return new BootId(UUID.fromString(text.strip()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "boot id \"%s\": expected a UUID".formatted(Printable.of(text, 80)), e);
    }
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
