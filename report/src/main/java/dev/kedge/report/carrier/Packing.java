package dev.kedge.report.carrier;

import io.airlift.compress.v3.zstd.ZstdJavaInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.tukaani.xz.XZInputStream;

/** How a file is packed, told by its first bytes. */
enum Packing {
  NONE(""),
  GZIP("\u001f\u008b"),
  ZSTD("(\u00b5/\u00fd"),
  XZ("\u00fd7zXZ\u0000"),
  ZLIB("x\u009c"),
  ZLIB_BEST("x\u00da"),
  BZIP2("BZh", "bzip2; unpack it first: bzip2 -dc FILE | kedge report"),
  LZ4("\u0004\"M\u0018", "lz4; unpack it first: lz4 -dc FILE | kedge report"),
  LZO("\u0089LZO\u0000", "lzop; unpack it first: lzop -dc FILE | kedge report"),
  ZIP("PK\u0003\u0004", "a zip archive; unpack it and pass its files"),
  JOURNAL(
      "LPKSHHRH",
      "a journal as systemd stores it; pass what this prints: journalctl --file FILE -k -o export"),
  ELF(
      "\u007fELF",
      "an ELF file or vmcore; pass vmcore-dmesg.txt, or what makedumpfile --dump-dmesg writes"),
  KDUMP(
      "KDUMP   ",
      "a compressed vmcore; pass vmcore-dmesg.txt, or what makedumpfile --dump-dmesg writes");

  /** Bytes needed to tell. */
  static final int MAGIC_BYTES = 8;

  /** What xz may need for its dictionary, in KiB: the presets need up to 65 MiB. */
  private static final int XZ_MEMORY = 100 << 10;

  private final String magic;
  private final String refusal;

  Packing(String magic) {
    this(magic, "");
  }

  Packing(String magic, String refusal) {
    this.magic = magic;
    this.refusal = refusal;
  }

  /** What a file that begins with these bytes is. */
  static Packing of(byte[] first, int length) {
    String start = new String(first, 0, length, StandardCharsets.ISO_8859_1);
    for (Packing packing : values()) {
      if (packing != NONE && start.startsWith(packing.magic)) {
        return packing;
      }
    }
    return NONE;
  }

  /** Why it is not read, empty when it is. */
  String refusal() {
    return refusal;
  }

  InputStream open(InputStream in) throws IOException {
    return switch (this) {
      case GZIP -> new GZIPInputStream(in, 1 << 16);
      case ZSTD -> new ZstdJavaInputStream(in);
      case XZ -> new XZInputStream(in, XZ_MEMORY);
      case ZLIB, ZLIB_BEST -> new InflaterInputStream(in);
      default -> in;
    };
  }

  /** Bytes of a pstore file the kernel could not unpack itself; deflate has no magic. */
  static InputStream openPstore(InputStream in) {
    return new InflaterInputStream(in, new Inflater(true));
  }
}
