package dev.kedge.verify.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the writer writes, another reader reads. */
class CpioWriterTest {
  @Property(tries = 200)
  void filesComeBack(
      @ForAll @Size(max = 6)
          Map<@AlphaChars @NotEmpty @StringLength(max = 40) String, byte[]> files)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (CpioWriter cpio = new CpioWriter(out)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        cpio.file("d/" + file.getKey(), 0755, file.getValue());
      }
    }

    Map<String, byte[]> read = new LinkedHashMap<>();
    for (Map.Entry<String, Entry> entry : entries(out.toByteArray()).entrySet()) {
      if (!entry.getKey().equals("d")) {
        read.put(entry.getKey().substring(2), entry.getValue().content());
      }
    }
    assertThat(read.keySet()).isEqualTo(files.keySet());
    files.forEach((name, content) -> assertThat(read.get(name)).isEqualTo(content));
  }

  @Test
  void kindsHaveTheirModesAndFoldersComeFirst() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (CpioWriter cpio = new CpioWriter(out)) {
      cpio.file("a/b/run", 0755, new byte[] {1, 2, 3});
      cpio.link("a/b/again", "run");
      cpio.characterDevice("dev/console", 5, 1);
      cpio.directory("a");
    }

    Map<String, Entry> read = entries(out.toByteArray());
    assertThat(List.copyOf(read.keySet()))
        .containsExactly("a", "a/b", "a/b/run", "a/b/again", "dev", "dev/console");
    assertThat(entry(read, "a/b/run").getMode()).isEqualTo(0100755);
    assertThat(entry(read, "a/b/again").isSymbolicLink()).isTrue();
    assertThat(entry(read, "dev/console").isCharacterDevice()).isTrue();
    assertThat(entry(read, "dev/console").getRemoteDeviceMaj()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/a", "a/", "a\0b"})
  void pathsThatNoKernelWouldMakeAreRefused(String path) {
    try (CpioWriter cpio = new CpioWriter(new ByteArrayOutputStream())) {
      assertThatThrownBy(() -> cpio.file(path, 0644, new byte[0]))
          .isInstanceOf(IllegalArgumentException.class);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static CpioArchiveEntry entry(Map<String, Entry> read, String path) {
    return Objects.requireNonNull(read.get(path), path).entry();
  }

  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody: it carries the bytes to a test.
  private record Entry(CpioArchiveEntry entry, byte[] content) {}

  private static Map<String, Entry> entries(byte[] archive) throws IOException {
    Map<String, Entry> entries = new LinkedHashMap<>();
    try (CpioArchiveInputStream in =
        new CpioArchiveInputStream(new ByteArrayInputStream(archive))) {
      for (CpioArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), new Entry(entry, in.readAllBytes()));
      }
    }
    return entries;
  }
}
