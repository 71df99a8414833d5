package dev.kedge.verify.kernel;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The head of an RPM file: a lead of 96 bytes, a signature header padded to 8 bytes, the header
 * (format of RPM 3 and 4, "RPM V4 package format" of the RPM reference manual). The payload follows
 * it.
 */
final class RpmHeaders {
  private static final int LEAD = 96;
  private static final int LEAD_MAGIC = 0xedabeedb;
  private static final int HEADER_MAGIC = 0x8eade801;
  private static final int INDEX_ENTRY = 16;

  /** More than this, in bytes of data or in index entries, no header has. */
  private static final int MAX_DATA = 256 << 20;

  private static final int MAX_INDEX = 1 << 20;
  private static final int TAG_NAME = 1000;
  private static final int TAG_VERSION = 1001;
  private static final int TAG_RELEASE = 1002;
  private static final int TAG_ARCH = 1022;
  private static final int TYPE_STRING = 6;

  private RpmHeaders() {}

  static boolean isRpm(byte[] start) {
    return start.length >= 4 && ByteBuffer.wrap(start).getInt() == LEAD_MAGIC;
  }

  /** Reads up to the payload. */
  static PackageFacts skip(InputStream in) throws IOException {
    exactly(in, LEAD);
    header(in, true);
    return header(in, false);
  }

  private static PackageFacts header(InputStream in, boolean padded) throws IOException {
    ByteBuffer intro = exactly(in, 16);
    if (intro.getInt(0) != HEADER_MAGIC) {
      throw new IOException("no RPM header where one should be");
    }
    int entries = intro.getInt(8);
    int bytes = intro.getInt(12);
    if (entries < 0 || entries > MAX_INDEX || bytes < 0 || bytes > MAX_DATA) {
      throw new IOException("an RPM header of %d entries and %d bytes".formatted(entries, bytes));
    }
    ByteBuffer index = exactly(in, entries * INDEX_ENTRY);
    ByteBuffer data = exactly(in, bytes);
    if (padded) {
      exactly(in, -bytes & 7);
    }
    String version = string(index, data, TAG_VERSION);
    String release = string(index, data, TAG_RELEASE);
    return new PackageFacts(
        string(index, data, TAG_NAME),
        release.isEmpty() ? version : version + "-" + release,
        string(index, data, TAG_ARCH));
  }

  private static String string(ByteBuffer index, ByteBuffer data, int tag) throws IOException {
    for (int at = 0; at + INDEX_ENTRY <= index.capacity(); at += INDEX_ENTRY) {
      if (index.getInt(at) == tag && index.getInt(at + 4) == TYPE_STRING) {
        int start = index.getInt(at + 8);
        if (start < 0 || start >= data.capacity()) {
          throw new IOException("an RPM tag that lies outside its header");
        }
        int end = start;
        while (end < data.capacity() && data.get(end) != 0) {
          end++;
        }
        byte[] text = new byte[end - start];
        data.get(start, text);
        return new String(text, StandardCharsets.UTF_8);
      }
    }
    return "";
  }

  private static ByteBuffer exactly(InputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("ends inside the RPM headers");
    }
    return ByteBuffer.wrap(bytes);
  }
}
