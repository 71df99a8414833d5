package dev.kedge.verify.kernel;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.XZInputStream;

/** Opens a stream by the magic of what packs it: gzip, xz, zstd, or nothing. */
final class Decompression {
  /** The most memory an xz stream may ask for, in KiB: more than {@code xz -9e} needs. */
  private static final int XZ_MEMORY_KIB = 256 << 10;

  private static final int MAGIC = 6;

  private Decompression() {}

  /**
   * The content of a stream, unpacked when it is packed. What comes out is not bounded: the caller
   * counts.
   *
   * @throws IOException when the stream is damaged, or packed by something that is not read here
   */
  static InputStream open(InputStream packed) throws IOException {
    BufferedInputStream in = new BufferedInputStream(packed, 1 << 16);
    in.mark(MAGIC);
    byte[] magic = in.readNBytes(MAGIC);
    in.reset();
    return switch (Packing.of(magic)) {
      case GZIP -> new GZIPInputStream(in, 1 << 16);
      case XZ -> new XZInputStream(in, XZ_MEMORY_KIB);
      case ZSTD -> new ZstdInputStream(in).setContinuous(false);
      case NONE -> in;
      case OTHER ->
          throw new IOException(
              "packed by bzip2 or lz4; unpack it first (gzip, xz and zstd are read)");
    };
  }

  /**
   * The content of a packed file, at most {@code most} bytes.
   *
   * @throws IOException when it is damaged or unpacks to more
   */
  static byte[] unpack(byte[] packed, int most) throws IOException {
    try (InputStream in = open(new ByteArrayInputStream(packed))) {
      byte[] content = in.readNBytes(most);
      if (in.read() >= 0) {
        throw new IOException(String.format(Locale.ROOT, "unpacks to more than %,d bytes", most));
      }
      return content;
    }
  }

  /** What a stream is packed by. */
  private enum Packing {
    GZIP,
    XZ,
    ZSTD,
    OTHER,
    NONE;

    static Packing of(byte[] m) {
      if (starts(m, 0x1f, 0x8b)) {
        return GZIP;
      }
      if (starts(m, 0xfd, '7', 'z', 'X', 'Z', 0)) {
        return XZ;
      }
      if (starts(m, 0x28, 0xb5, 0x2f, 0xfd)) {
        return ZSTD;
      }
      return starts(m, 'B', 'Z', 'h') || starts(m, 0x04, 0x22, 0x4d, 0x18) ? OTHER : NONE;
    }

    private static boolean starts(byte[] magic, int... bytes) {
      if (magic.length < bytes.length) {
        return false;
      }
      for (int i = 0; i < bytes.length; i++) {
        if ((magic[i] & 0xff) != bytes[i]) {
          return false;
        }
      }
      return true;
    }
  }
}
