package dev.kedge.linux.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebugLinkTest {
  @TempDir Path directory;

  private static byte[] section(String name, int checksum) {
    int padded = (name.length() + 4) & -4;
    return ByteBuffer.allocate(padded + 4)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(name.getBytes(StandardCharsets.UTF_8))
        .putInt(padded, checksum)
        .array();
  }

  @Test
  void leadsToTheFileOfThatContentOnly() throws Exception {
    Path debug = Files.writeString(directory.resolve("libx.so.debug"), "content");
    CRC32 sum = new CRC32();
    sum.update("content".getBytes(StandardCharsets.UTF_8));
    DebugLink link = DebugLink.parse(section("libx.so.debug", (int) sum.getValue())).orElseThrow();
    assertThat(link.file()).isEqualTo("libx.so.debug");
    assertThat(link.leadsTo(debug)).isTrue();
    Files.writeString(debug, "others");
    assertThat(link.leadsTo(debug)).isFalse();
  }

  @Test
  void aNameIsNoPath() {
    assertThat(DebugLink.parse(section("../../etc/shadow", 1))).isEmpty();
    assertThat(DebugLink.parse(section("..", 1))).isEmpty();
    assertThat(DebugLink.parse(section("", 1))).isEmpty();
  }

  @Property
  void anyBytesAreALinkOrNone(@ForAll byte[] bytes) {
    assertThatCode(() -> DebugLink.parse(bytes)).doesNotThrowAnyException();
  }
}
