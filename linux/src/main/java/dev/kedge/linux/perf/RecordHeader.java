package dev.kedge.linux.perf;

/**
 * The first word of a record, {@code struct perf_event_header}: type in bits 0 to 31, flags in 32
 * to 47, bytes of the whole record in 48 to 63 (little-endian machines).
 */
final class RecordHeader {
  static final int MMAP = 1;
  static final int LOST = 2;
  static final int COMM = 3;
  static final int EXIT = 4;
  static final int THROTTLE = 5;
  static final int UNTHROTTLE = 6;
  static final int FORK = 7;
  static final int SAMPLE = 9;
  static final int MMAP2 = 10;
  static final int LOST_SAMPLES = 13;

  /** Flag of COMM: the name changed because of an exec. */
  static final int MISC_COMM_EXEC = 1 << 13;

  /** Flag of MMAP2: it carries a build-id in place of device and inode. */
  static final int MISC_MMAP_BUILD_ID = 1 << 14;

  /** Words of the largest record the 16-bit size allows. */
  static final int MAX_WORDS = 65536 / 8;

  private RecordHeader() {}

  static int type(long word) {
    return (int) word;
  }

  static int flags(long word) {
    return (int) (word >>> 32) & 0xffff;
  }

  static int bytes(long word) {
    return (int) (word >>> 48);
  }

  static long of(int type, int flags, int bytes) {
    return (type & 0xffff_ffffL) | (flags & 0xffffL) << 32 | (long) bytes << 48;
  }
}
