package dev.kedge.store.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads what {@link Packer} wrote. Every count is held against the bytes that are left. */
final class Unpacker {
  private final byte[] bytes;
  private final List<String> texts;
  private int position;

  Unpacker(byte[] bytes) throws IOException {
    this.bytes = bytes;
    int count = count(1);
    texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int length = count(1);
      texts.add(new String(bytes, position, length, StandardCharsets.UTF_8));
      position += length;
    }
  }

  long number() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte b = next();
      value |= (b & 0x7fL) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw wrong("a number of more than ten bytes");
  }

  long signed() throws IOException {
    long value = number();
    return (value >>> 1) ^ -(value & 1);
  }

  int small() throws IOException {
    long value = number();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw wrong("number " + value + " where a small one belongs");
    }
    return (int) value;
  }

  long fixed() throws IOException {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = (value << 8) | (next() & 0xff);
    }
    return value;
  }

  byte[] bytes() throws IOException {
    int length = count(1);
    position += length;
    return Arrays.copyOfRange(bytes, position - length, position);
  }

  UUID uuid() throws IOException {
    return new UUID(fixed(), fixed());
  }

  String text() throws IOException {
    return text(number());
  }

  Optional<String> optionalText() throws IOException {
    long index = number();
    return index == 0 ? Optional.empty() : Optional.of(text(index - 1));
  }

  /** How many items follow, each of at least {@code itemBytes} bytes. */
  int count(int itemBytes) throws IOException {
    long count = number();
    if (count < 0 || count > (bytes.length - position) / itemBytes) {
      throw wrong("a count of " + count + " with " + (bytes.length - position) + " bytes left");
    }
    return (int) count;
  }

  void end() throws IOException {
    if (position != bytes.length) {
      throw wrong("bytes after the end");
    }
  }

  IOException wrong(String what) {
    return new IOException("journal record, byte %d: %s".formatted(position, what));
  }

  private String text(long index) throws IOException {
    if (index < 0 || index >= texts.size()) {
      throw wrong("text %d of %d".formatted(index, texts.size()));
    }
    return texts.get((int) index);
  }

  private byte next() throws IOException {
    if (position >= bytes.length) {
      throw wrong("unexpected end");
    }
    return bytes[position++];
  }
}
