package dev.kedge.model;

/**
 * What {@code uname -r} prints, for example {@code 6.18.44-1.el9.x86_64}.
 *
 * @param value the release text, 1 to 128 characters
 */
public record KernelRelease(String value) {
  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException when empty or longer than 128 characters
   */
  public KernelRelease {
    if (value.isEmpty() || value.length() > 128) {
      throw new IllegalArgumentException(
          "kernel release \"%s\": expected 1 to 128 characters"
              .formatted(Printable.of(value, 140)));
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
