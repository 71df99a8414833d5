package dev.kedge.store.journal;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The bytes of a journal segment, big-endian.
 *
 * <pre>
 * segment = header header record*          the header twice: one bad sector must not cost them all
 * header  = "KEDGEJ01" marker:8 crc:4      crc over the 16 bytes before it
 * record  = marker:8 length:4 type:1 headerCrc:4 payloadCrc:4 payload
 *                                          headerCrc over marker, length, type;
 *                                          payloadCrc over type and payload
 * </pre>
 *
 * The marker is random per segment. After damage the reader looks for the next one; a payload,
 * which others wrote, cannot contain it and so cannot pretend to be a record. CRC32C: RFC 3720,
 * appendix B.4.
 */
final class SegmentFormat {
  static final int HEADER = 20;
  static final int START = 2 * HEADER;
  static final int RECORD_HEADER = 21;

  /** Largest payload: an upload is smaller. */
  static final int MAX_PAYLOAD = 128 << 20;

  private static final long MAGIC = 0x4b454447454a3031L;
  private static final String SUFFIX = ".journal";
  private static final SecureRandom RANDOM = new SecureRandom();

  private SegmentFormat() {}

  /** What stands before a payload. */
  record RecordHeader(int length, byte type, int payloadCrc) {}

  static long newMarker() {
    return RANDOM.nextLong();
  }

  static String fileName(long number) {
    return "%016d%s".formatted(number, SUFFIX);
  }

  /** Number of the segment in that file; empty for files of another name. */
  static Optional<Long> number(Path file) {
    String name = file.getFileName().toString();
    return name.matches("[0-9]{16}\\.journal")
        ? Optional.of(Long.parseLong(name, 0, 16, 10))
        : Optional.empty();
  }

  static ByteBuffer header(long marker) {
    ByteBuffer bytes = ByteBuffer.allocate(START);
    for (int copy = 0; copy < 2; copy++) {
      int at = bytes.position();
      bytes.putLong(MAGIC).putLong(marker).putInt(crc(bytes.array(), at, 16));
    }
    return bytes.flip();
  }

  /** The marker, from whichever copy of the header is whole. */
  static Optional<Long> marker(byte[] segment) {
    ByteBuffer bytes = ByteBuffer.wrap(segment);
    for (int at = 0; at + HEADER <= Math.min(segment.length, START); at += HEADER) {
      if (bytes.getLong(at) == MAGIC && bytes.getInt(at + 16) == crc(segment, at, 16)) {
        return Optional.of(bytes.getLong(at + 8));
      }
    }
    return Optional.empty();
  }

  static ByteBuffer record(long marker, byte type, byte[] payload) {
    ByteBuffer bytes = ByteBuffer.allocate(RECORD_HEADER + payload.length);
    bytes.putLong(marker).putInt(payload.length).put(type);
    bytes.putInt(crc(bytes.array(), 0, 13)).putInt(payloadCrc(type, payload, 0, payload.length));
    return bytes.put(payload).flip();
  }

  /** The header at that place, empty when there is none or it is damaged. */
  static Optional<RecordHeader> recordHeader(byte[] segment, int at, long marker) {
    if (at + RECORD_HEADER > segment.length) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.wrap(segment);
    int length = bytes.getInt(at + 8);
    boolean whole =
        bytes.getLong(at) == marker
            && length >= 0
            && length <= MAX_PAYLOAD
            && bytes.getInt(at + 13) == crc(segment, at, 13);
    return whole
        ? Optional.of(new RecordHeader(length, bytes.get(at + 12), bytes.getInt(at + 17)))
        : Optional.empty();
  }

  static int payloadCrc(byte type, byte[] bytes, int at, int length) {
    CRC32C crc = new CRC32C();
    crc.update(type);
    crc.update(bytes, at, length);
    return (int) crc.getValue();
  }

  private static int crc(byte[] bytes, int at, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, at, length);
    return (int) crc.getValue();
  }
}
