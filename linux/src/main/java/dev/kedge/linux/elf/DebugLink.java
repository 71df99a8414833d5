package dev.kedge.linux.elf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The name of a stripped file's separate debug file ({@code .gnu_debuglink}, "Separate Debug Files"
 * in gdb's manual).
 *
 * @param file its name, without a directory
 * @param checksum CRC-32 of its content
 */
public record DebugLink(String file, int checksum) {
  private static final int MAX_SECTION = 4_096;
  private static final long MAX_CHECKED = 256L << 20;

  /** The link of a file; empty when it has none, or one that leads elsewhere. */
  public static Optional<DebugLink> of(ElfFile elf) {
    return elf.section(".gnu_debuglink")
        .filter(section -> section.size() >= 8 && section.size() <= MAX_SECTION)
        .flatMap(section -> {
          byte[] bytes = new byte[(int) section.size()];
          elf.copy(section.fileOffset(), bytes, bytes.length);
          return parse(bytes);
        });
  }

  static Optional<DebugLink> parse(byte[] bytes) {
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    int at = (length + 4) & -4;
    String name = new String(bytes, 0, length, StandardCharsets.UTF_8);
    if (at + 4 > bytes.length
        || name.isEmpty()
        || name.indexOf('/') >= 0
        || name.equals(".")
        || name.equals("..")) {
      return Optional.empty();
    }
    int checksum = 0;
    for (int i = 3; i >= 0; i--) {
      checksum = checksum << 8 | (bytes[at + i] & 0xff);
    }
    return Optional.of(new DebugLink(name, checksum));
  }

  /**
   * Whether a file has the content meant; reads it, up to 256 MiB.
   *
   * @throws IOException when it cannot be read
   */
  public boolean leadsTo(Path candidate) throws IOException {
    if (Files.size(candidate) > MAX_CHECKED) {
      return false;
    }
    CRC32 sum = new CRC32();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(candidate)) {
      for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
        sum.update(buffer, 0, read);
      }
    }
    return (int) sum.getValue() == checksum;
  }
}
