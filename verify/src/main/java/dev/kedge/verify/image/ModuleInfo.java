package dev.kedge.verify.image;

import dev.kedge.verify.kernel.ModuleFiles;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a module file says of itself in its ELF section {@code .modinfo}: {@code key=value} strings,
 * each ended by a zero byte (kernel include/linux/moduleparam.h).
 *
 * @param depends the names of the modules it needs, as {@code depends=} lists them
 * @param release the kernel release it was built for, the first word of {@code vermagic=}; empty
 *     when it has none
 */
record ModuleInfo(List<String> depends, String release) {
  private static final int ELF_MAGIC = 0x464c457f;
  private static final int MAX_SECTIONS = 1 << 16;
  private static final String SECTION = ".modinfo";

  ModuleInfo {
    depends = List.copyOf(depends);
  }

  /** Reads a module; empty when the bytes are no 64-bit little-endian ELF file with the section. */
  static Optional<ModuleInfo> read(byte[] module) {
    ByteBuffer elf = ByteBuffer.wrap(module).order(ByteOrder.LITTLE_ENDIAN);
    if (module.length < 64 || elf.getInt(0) != ELF_MAGIC || elf.get(4) != 2) {
      return Optional.empty();
    }
    return section(elf).map(ModuleInfo::parse);
  }

  private static ModuleInfo parse(String strings) {
    List<String> depends = new ArrayList<>();
    String release = "";
    for (String entry : strings.split("\0", -1)) {
      if (entry.startsWith("depends=")) {
        Stream.of(entry.substring("depends=".length()).split(",", -1))
            .filter(name -> !name.isBlank())
            .map(ModuleFiles::nameOf)
            .forEach(depends::add);
      } else if (entry.startsWith("vermagic=")) {
        release = entry.substring("vermagic=".length()).split(" ", 2)[0];
      }
    }
    return new ModuleInfo(depends, release);
  }

  private static Optional<String> section(ByteBuffer elf) {
    long table = elf.getLong(40);
    int size = elf.getShort(58) & 0xffff;
    int count = Math.min(elf.getShort(60) & 0xffff, MAX_SECTIONS);
    int names = elf.getShort(62) & 0xffff;
    if (size < 64 || table < 0 || names >= count || table + (long) count * size > elf.capacity()) {
      return Optional.empty();
    }
    long namesAt = elf.getLong((int) (table + (long) names * size) + 24);
    for (int i = 0; i < count; i++) {
      int at = (int) (table + (long) i * size);
      if (named(elf, namesAt + (elf.getInt(at) & 0xffffffffL))) {
        return text(elf, elf.getLong(at + 24), elf.getLong(at + 32));
      }
    }
    return Optional.empty();
  }

  private static boolean named(ByteBuffer elf, long at) {
    return text(elf, at, SECTION.length() + 1).filter((SECTION + "\0")::equals).isPresent();
  }

  private static Optional<String> text(ByteBuffer elf, long at, long length) {
    if (at < 0 || length < 0 || at > elf.capacity() || length > elf.capacity() - at) {
      return Optional.empty();
    }
    byte[] bytes = new byte[(int) length];
    elf.get((int) at, bytes);
    return Optional.of(new String(bytes, StandardCharsets.ISO_8859_1));
  }
}
