package dev.kedge.store.journal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes the compact form of a record: LEB128 numbers, and texts as indexes into a table at the
 * front, because the few commands, cgroups and modules of a window come again and again.
 */
final class Packer {
  private final ByteArrayOutputStream body = new ByteArrayOutputStream(1024);
  private final Map<String, Integer> texts = new LinkedHashMap<>();

  Packer number(long value) {
    number(body, value);
    return this;
  }

  /** A number that may be negative, small in size when near zero. */
  Packer signed(long value) {
    return number((value << 1) ^ (value >> 63));
  }

  Packer fixed(long value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      body.write((int) (value >>> shift));
    }
    return this;
  }

  /** Bytes with their number before them. */
  Packer bytes(byte[] value) {
    number(value.length);
    body.writeBytes(value);
    return this;
  }

  Packer uuid(UUID value) {
    return fixed(value.getMostSignificantBits()).fixed(value.getLeastSignificantBits());
  }

  Packer text(String value) {
    return number(index(value));
  }

  /** 0 for none, else the index of the text plus one. */
  Packer text(Optional<String> value) {
    return number(value.isPresent() ? index(value.get()) + 1L : 0);
  }

  byte[] bytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream(body.size() + 256);
    number(all, texts.size());
    for (String text : texts.keySet()) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      number(all, utf8.length);
      all.writeBytes(utf8);
    }
    all.writeBytes(body.toByteArray());
    return all.toByteArray();
  }

  private int index(String text) {
    int next = texts.size();
    Integer known = texts.putIfAbsent(text, next);
    return known == null ? next : known;
  }

  private static void number(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
