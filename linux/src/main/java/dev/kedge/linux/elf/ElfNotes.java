package dev.kedge.linux.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Notes as in PT_NOTE segments and {@code /sys/kernel/notes}: sizes of name and content, type, name
 * and content padded to four bytes.
 */
public final class ElfNotes {
  private ElfNotes() {}

  /** The content of the first note of that owner and type; any bytes are accepted. */
  public static Optional<byte[]> find(byte[] notes, String owner, int type) {
    ByteBuffer in = ByteBuffer.wrap(notes).order(ByteOrder.LITTLE_ENDIAN);
    byte[] name = (owner + "\0").getBytes(StandardCharsets.US_ASCII);
    while (in.remaining() >= 12) {
      int nameSize = in.getInt();
      int size = in.getInt();
      int noteType = in.getInt();
      long nameEnd = in.position() + padded(nameSize);
      long end = nameEnd + padded(size);
      if (nameSize < 0 || size < 0 || nameEnd + size > notes.length) {
        return Optional.empty();
      }
      int at = in.position();
      if (noteType == type
          && nameSize == name.length
          && Arrays.equals(notes, at, at + nameSize, name, 0, nameSize)) {
        return Optional.of(Arrays.copyOfRange(notes, (int) nameEnd, (int) nameEnd + size));
      }
      in.position((int) Math.min(end, notes.length));
    }
    return Optional.empty();
  }

  private static long padded(int size) {
    return (size & 0xffff_ffffL) + 3 & ~3L;
  }
}
