package dev.kedge.verify.kernel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Tiny kernels and packages made in the test. */
public final class Made {
  private Made() {}

  /** Writes to a stream. */
  @FunctionalInterface
  interface Content {
    void to(OutputStream out) throws IOException;
  }

  static byte[] bytes(Content content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      content.to(out);
    } catch (IOException e) {
      throw new AssertionError("memory does not fail", e);
    }
    return out.toByteArray();
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A bzImage with a release and, packed in it, an ELF file with a build-id. */
  public static byte[] image(String release, String buildId) {
    byte[] payload = gzip(elf(buildId));
    ByteBuffer image = ByteBuffer.allocate(0x400 + payload.length + 4);
    image.order(ByteOrder.LITTLE_ENDIAN);
    image.put(0x1f1, (byte) 1).putInt(0x202, 0x53726448).putShort(0x206, (short) 0x20f);
    image.putShort(0x20e, (short) 0x100).putShort(0x236, (short) 1);
    image.putInt(0x248, 0).putInt(0x24c, payload.length + 4);
    image.put(0x300, text(release + " (builder@host) #1\0"));
    image.put(0x400, payload);
    return image.array();
  }

  /** An ELF file that has nothing but a note with a build-id. */
  static byte[] elf(String buildId) {
    byte[] id = java.util.HexFormat.of().parseHex(buildId);
    ByteBuffer elf = ByteBuffer.allocate(64 + 56 + 16 + id.length).order(ByteOrder.LITTLE_ENDIAN);
    elf.putInt(0, 0x464c457f).put(4, (byte) 2).putLong(32, 64);
    elf.putShort(54, (short) 56).putShort(56, (short) 1);
    elf.putInt(64, 4).putLong(72, 120).putLong(96, 16 + id.length);
    elf.putInt(120, 4).putInt(124, id.length).putInt(128, 3).putInt(132, 0x00554e47);
    elf.put(136, id);
    return elf.array();
  }

  /** A module that depends on others. */
  public static byte[] module(String release, String depends) {
    byte[] info = text("license=GPL\0depends=" + depends + "\0vermagic=" + release + " SMP\0");
    byte[] names = text("\0.modinfo\0.shstrtab\0");
    int table = 64 + info.length + names.length;
    ByteBuffer elf = ByteBuffer.allocate(table + 3 * 64).order(ByteOrder.LITTLE_ENDIAN);
    elf.putInt(0, 0x464c457f).put(4, (byte) 2).putLong(40, table);
    elf.putShort(58, (short) 64).putShort(60, (short) 3).putShort(62, (short) 2);
    elf.put(64, info).put(64 + info.length, names);
    elf.putInt(table + 64, 1).putLong(table + 64 + 24, 64).putLong(table + 64 + 32, info.length);
    elf.putInt(table + 128, 10).putLong(table + 128 + 24, 64 + info.length);
    elf.putLong(table + 128 + 32, names.length);
    return elf.array();
  }

  static byte[] gzip(byte[] plain) {
    return bytes(out -> {
      try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
        packed.write(plain);
      }
    });
  }

  static byte[] xz(byte[] plain) {
    return bytes(out -> {
      try (XZOutputStream packed = new XZOutputStream(out, new LZMA2Options(0))) {
        packed.write(plain);
      }
    });
  }

  static byte[] zstd(byte[] plain) {
    return com.github.luben.zstd.Zstd.compress(plain);
  }

  static byte[] tar(Map<String, byte[]> files) {
    return bytes(out -> {
      try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
          TarArchiveEntry entry = new TarArchiveEntry(file.getKey(), true);
          entry.setSize(file.getValue().length);
          tar.putArchiveEntry(entry);
          tar.write(file.getValue());
          tar.closeArchiveEntry();
        }
      }
    });
  }

  /** A tar with one symbolic link. */
  static byte[] tarWithLink(String path, String target) {
    return bytes(out -> {
      try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
        TarArchiveEntry entry = new TarArchiveEntry(path, TarConstants.LF_SYMLINK);
        entry.setLinkName(target);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
      }
    });
  }

  static byte[] deb(String control, String dataName, byte[] data) {
    byte[] controlTar = gzip(tar(Map.of("./control", text(control))));
    return bytes(out -> {
      try (ArArchiveOutputStream ar = new ArArchiveOutputStream(out)) {
        member(ar, "debian-binary", text("2.0\n"));
        member(ar, "control.tar.gz", controlTar);
        member(ar, dataName, data);
      }
    });
  }

  /** A Debian package of a kernel. */
  public static byte[] deb(String version, Map<String, byte[]> files) {
    return deb(
        "Package: linux-image\nVersion: " + version + "\nArchitecture: amd64\n",
        "data.tar.xz",
        xz(tar(files)));
  }

  private static void member(ArArchiveOutputStream ar, String name, byte[] content)
      throws IOException {
    ar.putArchiveEntry(new ArArchiveEntry(name, content.length));
    ar.write(content);
    ar.closeArchiveEntry();
  }

  static byte[] rpm(String version, String release, Map<String, byte[]> files) {
    byte[] cpio =
        bytes(out -> {
          try (CpioArchiveOutputStream archive = new CpioArchiveOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
              CpioArchiveEntry entry = new CpioArchiveEntry(file.getKey(), file.getValue().length);
              entry.setMode(CpioArchiveEntry.C_ISREG | 0644);
              archive.putArchiveEntry(entry);
              archive.write(file.getValue());
              archive.closeArchiveEntry();
            }
          }
        });
    return bytes(out -> {
      out.write(ByteBuffer.allocate(96).putInt(0, 0xedabeedb).array());
      out.write(header(Map.of(), true));
      out.write(header(Map.of(1000, "kernel-core", 1001, version, 1002, release), false));
      out.write(zstd(cpio));
    });
  }

  private static byte[] header(Map<Integer, String> tags, boolean padded) {
    StringBuilder data = new StringBuilder(padded ? "abc" : "");
    ByteBuffer index = ByteBuffer.allocate(tags.size() * 16);
    tags.forEach((tag, value) -> {
      index.putInt(tag).putInt(6).putInt(data.length()).putInt(1);
      data.append(value).append('\0');
    });
    byte[] bytes = text(data.toString());
    int padding = padded ? -bytes.length & 7 : 0;
    ByteBuffer header = ByteBuffer.allocate(16 + index.capacity() + bytes.length + padding);
    header.putInt(0x8eade801).putInt(0).putInt(tags.size()).putInt(bytes.length);
    return header.put(index.array()).put(bytes).array();
  }
}
