package dev.kedge.verify.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.verify.VerifyException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;

/** Packages that were made to do harm, or are damaged. */
class HostilePackageTest {
  private static final byte[] IMAGE = Made.image("1.2.3", "00112233");
  private static final Path SCRATCH = scratch();

  private static Path scratch() {
    try {
      return Files.createTempDirectory("hostile-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterContainer
  static void clean() throws IOException {
    try (Stream<Path> files = Files.walk(SCRATCH)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Example
  void noPathLeavesTheFolder() throws IOException {
    Path deb =
        file(
            Made.deb(
                "1",
                Map.of(
                    "boot/vmlinuz-1.2.3", IMAGE,
                    "boot/vmlinuz-../../../evil", IMAGE,
                    "lib/modules/1.2.3/../../../../evil.ko", IMAGE,
                    "lib/modules/../evil.ko", IMAGE,
                    "lib/modules/1.2.3/a/./b.ko", IMAGE,
                    "../lib/modules/1.2.3/evil.ko", IMAGE,
                    "etc/passwd", IMAGE)));
    Path folder = Files.createDirectory(SCRATCH.resolve("paths"));

    PackageUnpacker.unpack(List.of(deb), folder);

    try (Stream<Path> all = Files.walk(SCRATCH.resolve("paths")).filter(Files::isRegularFile)) {
      assertThat(all.map(p -> folder.relativize(p).toString())).containsExactly("vmlinuz");
    }
    assertThat(SCRATCH.resolve("evil")).doesNotExist();
  }

  @Example
  void linksAreNotMade() throws IOException {
    Path deb =
        file(
            Made.deb(
                "Version: 1\n", "data.tar", Made.tarWithLink("boot/vmlinuz-1.2.3", "/etc/passwd")));

    assertThatThrownBy(
            () -> PackageUnpacker.unpack(List.of(deb), Files.createTempDirectory(SCRATCH, "l")))
        .isInstanceOf(VerifyException.class)
        .hasMessageContaining("holds no kernel");
  }

  @Example
  void aBombIsStopped() throws IOException {
    byte[] bomb = Made.gzip(new byte[1 << 20]);

    assertThatThrownBy(() -> Decompression.unpack(bomb, 1000))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("unpacks to more than 1,000 bytes");
    InputStream bounded = new Bounded(new ByteArrayInputStream(new byte[100]), 60);
    assertThatThrownBy(bounded::readAllBytes).hasMessageContaining("more than 60");
  }

  @Property(tries = 300)
  void damageIsToldAndNothingElseHappens(
      @ForAll @IntRange(min = 0, max = 2) int kind,
      @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 0, max = 100_000) Integer> places,
      @ForAll byte value)
      throws IOException {
    Map<String, byte[]> content = Map.of("boot/vmlinuz-1.2.3", IMAGE, "boot/config-1.2.3", IMAGE);
    byte[] whole =
        switch (kind) {
          case 0 -> Made.deb("1", content);
          case 1 -> Made.rpm("1", "2", content);
          default -> Made.zstd(Made.tar(content));
        };
    for (int place : places) {
      whole[place % whole.length] = value;
    }
    Path folder = Files.createTempDirectory(SCRATCH, "fuzz");
    try {
      PackageUnpacker.unpack(List.of(file(whole)), folder);
      new KernelFolder(folder).open("k", "");
    } catch (VerifyException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
  }

  @Property(tries = 500)
  void anyBytesAreAnImageOrNot(@ForAll @Size(max = 2000) byte[] bytes, @ForAll boolean head) {
    byte[] image = IMAGE.clone();
    System.arraycopy(
        bytes, 0, image, head ? 0x210 : 0, Math.min(bytes.length, image.length - 0x210));
    try {
      assertThat(BootImage.read(Path.of("x"), image).architecture()).isEqualTo("x86_64");
    } catch (VerifyException e) {
      assertThat(e).hasMessageStartingWith("x: ");
    }
  }

  private static Path file(byte[] content) throws IOException {
    return Files.write(Files.createTempFile(SCRATCH, "p", ".deb"), content);
  }
}
