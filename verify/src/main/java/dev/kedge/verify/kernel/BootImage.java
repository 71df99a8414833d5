package dev.kedge.verify.kernel;

import dev.kedge.model.BuildId;
import dev.kedge.verify.VerifyException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a bootable kernel image tells of itself: an x86 {@code bzImage} by its setup header (kernel
 * Documentation/arch/x86/boot.rst), with the build-id of the {@code vmlinux} packed in it.
 *
 * @param release what {@code uname -r} will print
 * @param architecture as {@code uname -m} names it
 * @param buildId of the packed {@code vmlinux}, when it can be unpacked and has one
 */
record BootImage(String release, String architecture, Optional<BuildId> buildId) {
  /** The largest image that is read; distribution kernels have 5 to 20 MB. */
  static final long MAX_IMAGE = 256L << 20;

  private static final int MAX_VMLINUX = 512 << 20;
  private static final int SETUP_SECTORS = 0x1f1;
  private static final int HEADER = 0x202;
  private static final int VERSION = 0x206;
  private static final int KERNEL_VERSION = 0x20e;
  private static final int LOAD_FLAGS_64 = 0x236;
  private static final int PAYLOAD_OFFSET = 0x248;
  private static final int PAYLOAD_LENGTH = 0x24c;
  private static final int HDRS = 0x53726448;
  private static final int ARM64_MAGIC = 0x644d5241;
  private static final int ELF_MAGIC = 0x464c457f;

  /**
   * Reads an image.
   *
   * @throws VerifyException when it is no kernel, or one of another architecture
   */
  static BootImage read(Path file, byte[] image) {
    ByteBuffer in = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
    if (image.length > 0x260 && in.getInt(HEADER) == HDRS) {
      return x86(file, in);
    }
    throw new VerifyException(file + ": " + whatElse(in));
  }

  /** The bytes of an image file, within bounds. */
  static byte[] bytes(Path file) {
    try {
      long size = Files.size(file);
      if (size > MAX_IMAGE) {
        throw new VerifyException(
            "%s: %d bytes are no kernel image, expected at most %d"
                .formatted(file, size, MAX_IMAGE));
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new VerifyException(file + ": cannot be read: " + e, e);
    }
  }

  private static String whatElse(ByteBuffer in) {
    if (in.capacity() > 64 && in.getInt(56) == ARM64_MAGIC) {
      return "a kernel for arm64; machines here are x86_64";
    }
    if (in.capacity() > 64 && in.getInt(0) == ELF_MAGIC) {
      return "an ELF file (%s), not a bootable image; give arch/x86/boot/bzImage"
          .formatted(in.getShort(18) == 62 ? "x86_64, perhaps vmlinux" : "not x86_64");
    }
    return "not a kernel: no bzImage header (\"HdrS\" at offset 0x202)";
  }

  private static BootImage x86(Path file, ByteBuffer in) {
    int protocol = in.getShort(VERSION) & 0xffff;
    if (protocol >= 0x20c && (in.getShort(LOAD_FLAGS_64) & 1) == 0) {
      throw new VerifyException(file + ": a 32-bit kernel (i386); machines here are x86_64");
    }
    int at = (in.getShort(KERNEL_VERSION) & 0xffff) + 0x200;
    int end = at;
    while (end < in.capacity() && end - at < 256 && in.get(end) > ' ') {
      end++;
    }
    if (at == 0x200 || end == at || end - at > 128) {
      throw new VerifyException(file + ": its header names no kernel version");
    }
    byte[] name = new byte[end - at];
    in.get(at, name);
    String release = new String(name, StandardCharsets.US_ASCII);
    return new BootImage(release, "x86_64", protocol < 0x208 ? Optional.empty() : buildId(in));
  }

  /** The build-id of the payload; an image whose payload cannot be unpacked is still bootable. */
  private static Optional<BuildId> buildId(ByteBuffer in) {
    int sectors = in.get(SETUP_SECTORS) == 0 ? 4 : in.get(SETUP_SECTORS) & 0xff;
    long start = (sectors + 1) * 512L + (in.getInt(PAYLOAD_OFFSET) & 0xffffffffL);
    long length = in.getInt(PAYLOAD_LENGTH) & 0xffffffffL;
    if (start + length > in.capacity() || length < 8) {
      return Optional.empty();
    }
    // The last four bytes of the payload are its unpacked size, behind the packed stream.
    byte[] payload = new byte[(int) length - 4];
    in.get((int) start, payload);
    try {
      return ElfNotes.buildId(ByteBuffer.wrap(Decompression.unpack(payload, MAX_VMLINUX)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
