package dev.kedge.model;

import java.util.regex.Pattern;

/**
 * The GNU build-id of an ELF file or a kernel (note type NT_GNU_BUILD_ID): the linker's hash over
 * its content, the same on every host that runs the same binary.
 *
 * @param hex lower-case hexadecimal, 1 to 64 bytes
 */
public record BuildId(String hex) {
  private static final Pattern ALLOWED = Pattern.compile("(?:[0-9a-f]{2}){1,64}");

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException when the text is not lower-case hexadecimal of whole bytes
   */
  public BuildId {
    if (!ALLOWED.matcher(hex).matches()) {
      throw new IllegalArgumentException(
          "build-id \"%s\": expected 2 to 128 lower-case hexadecimal digits"
              .formatted(Printable.of(hex, 140)));
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
