package dev.kedge.verify.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.model.BuildId;
import dev.kedge.verify.VerifyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Kernels out of packages and folders of all layouts, and what is no kernel. */
class KernelFilesTest {
  private static final String V = "6.12.9-test";
  private static final String ID = "0123456789abcdef0123456789abcdef01234567";
  private static final byte[] IMAGE = Made.image(V, ID);
  private static final byte[] CONFIG =
      Made.text("CONFIG_BPF=y\nCONFIG_NAME=\"x y\"\n# CONFIG_KVM is not set\n");
  private static final byte[] MODULE = Made.module(V, "");

  @TempDir private Path folder;
  private KernelFiles files = new KernelFiles(new KernelCache(Path.of("")));

  @BeforeEach
  void cache() {
    files = new KernelFiles(new KernelCache(folder.resolve("cache")));
  }

  static Stream<Arguments> packages() {
    Map<String, byte[]> old =
        Map.of(
            "./boot/vmlinuz-" + V, IMAGE,
            "./boot/config-" + V, CONFIG,
            "./lib/modules/" + V + "/kernel/drivers/a-b.ko", MODULE);
    Map<String, byte[]> merged =
        Map.of(
            "usr/lib/modules/" + V + "/vmlinuz", IMAGE,
            "usr/lib/modules/" + V + "/config", CONFIG,
            "usr/lib/modules/" + V + "/kernel/drivers/a-b.ko.zst", Made.zstd(MODULE));
    byte[] tar = Made.tar(merged);
    return Stream.of(
        Arguments.of("old.deb", Made.deb("6.12.9-1", old), "6.12.9-1"),
        Arguments.of("merged.deb", Made.deb("6.12.9-1", merged), "6.12.9-1"),
        Arguments.of("gz.deb", Made.deb("Version: 3\n", "data.tar.gz", Made.gzip(tar)), "3"),
        Arguments.of("plain.deb", Made.deb("Version: 4\n", "data.tar", tar), "4"),
        Arguments.of("k.rpm", Made.rpm("6.12.9", "2.fc99", merged), "6.12.9-2.fc99"),
        Arguments.of("k.pkg.tar.zst", Made.zstd(tar), ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("packages")
  void aPackageGivesItsKernel(String name, byte[] content, String version) throws IOException {
    Path file = Files.write(folder.resolve(name), content);

    Kernel kernel = files.open("mine", file.toString());

    assertThat(kernel.identity().release().value()).isEqualTo(V);
    assertThat(kernel.identity().label()).isEqualTo("mine");
    assertThat(kernel.identity().buildId()).contains(new BuildId(ID));
    assertThat(kernel.identity().packageVersion()).isEqualTo(version);
    assertThat(kernel.identity().config())
        .containsEntry("CONFIG_BPF", "y")
        .containsEntry("CONFIG_NAME", "x y")
        .containsEntry("CONFIG_KVM", "n");
    assertThat(kernel.identity().imageBytes()).isEqualTo(IMAGE.length);
    assertThat(kernel.modules().names()).containsExactly("a_b");
    assertThat(kernel.modules().read("a-b")).hasValue(MODULE);
    assertThat(files.open("again", file.toString()).image()).isEqualTo(kernel.image());
  }

  @Test
  void partsOfASplitKernelAreOne() throws IOException {
    String tree = "usr/lib/modules/" + V;
    Path a = debOf("binary.deb", Map.of("boot/vmlinuz-" + V, IMAGE));
    Path b = debOf("base.deb", Map.of(tree + "/config", CONFIG));
    Path c = debOf("modules.deb", Map.of(tree + "/kernel/x.ko.xz", Made.xz(MODULE)));

    Kernel whole = files.open("k", a + "," + b + "," + c);
    Kernel ofFolder = files.open("k", folder.toString());
    Kernel bare = files.open("k", a.toString());

    assertThat(whole.modules().names()).containsExactly("x");
    assertThat(whole.identity().config()).isNotEmpty();
    assertThat(ofFolder.image()).isEqualTo(whole.image());
    assertThat(bare.modules().names()).isEmpty();
    assertThat(bare.identity().config()).isEmpty();
  }

  @Test
  void partsOfTwoKernelsAreRefused() throws IOException {
    Path a = debOf("a.deb", Map.of("boot/vmlinuz-1.2.3", IMAGE));
    Path b = debOf("b.deb", Map.of("boot/config-1.2.4", CONFIG));

    assertThatThrownBy(() -> files.open("k", a + "," + b))
        .isInstanceOf(VerifyException.class)
        .hasMessageContaining("of kernel 1.2.4, but the others are of 1.2.3");
  }

  @Test
  void foldersOfAllLayoutsGiveTheirKernel() throws IOException {
    write("tree/arch/x86/boot/bzImage", IMAGE);
    write("tree/.config", CONFIG);
    write("tree/modules.order", Made.text("fs/ext4/ext4.ko\n"));
    write("tree/modules.builtin", Made.text("kernel/fs/fuse/fuse.ko\n"));
    write("tree/fs/ext4/ext4.ko", MODULE);
    write("root/boot/vmlinuz-" + V, IMAGE);
    write("root/lib/modules/" + V + "/kernel/y.ko", MODULE);

    Kernel tree = files.open("tree", folder.resolve("tree").toString());
    Kernel root = files.open("root", folder.resolve("root").toString());
    Kernel image =
        files.open(
            "image",
            folder.resolve("root/boot/vmlinuz-" + V)
                + ","
                + folder.resolve("root/lib/modules/" + V));

    assertThat(tree.modules().names()).containsExactly("ext4");
    assertThat(tree.modules().isBuiltIn("fuse")).isTrue();
    assertThat(tree.identity().config()).containsEntry("CONFIG_BPF", "y");
    assertThat(root.modules().names()).containsExactly("y");
    assertThat(image.modules().names()).containsExactly("y");
  }

  static Stream<Arguments> notKernels() {
    byte[] arm = new byte[4096];
    java.nio.ByteBuffer.wrap(arm).putInt(56, 0x41524d64);
    byte[] thirtyTwo = IMAGE.clone();
    thirtyTwo[0x236] = 0;
    return Stream.of(
        Arguments.of("empty", new byte[0], "not a kernel"),
        Arguments.of("text", Made.text("hello"), "not a kernel: no bzImage header"),
        Arguments.of("arm", arm, "a kernel for arm64"),
        Arguments.of("i386", thirtyTwo, "a 32-bit kernel"),
        Arguments.of("vmlinux", Made.elf(ID), "an ELF file"),
        Arguments.of("nothing.deb", Made.deb("1", Map.of("etc/x", CONFIG)), "holds no kernel"),
        Arguments.of("text.deb", Made.text("hello"), "cannot be read as a package"),
        Arguments.of("cut.rpm", Made.text("\u00ed"), "cannot be read as a package"),
        Arguments.of(
            "noimage.deb", Made.deb("1", Map.of("boot/config-1.2", CONFIG)), "no kernel in it"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("notKernels")
  void whatIsNoKernelIsNamed(String name, byte[] content, String message) throws IOException {
    Path file = Files.write(folder.resolve(name), content);

    assertThatThrownBy(() -> files.open("k", file.toString()))
        .isInstanceOf(VerifyException.class)
        .hasMessageContaining(message);
  }

  @Test
  void severalKernelsInOneFolderAreListed() throws IOException {
    write("boot/vmlinuz-1", IMAGE);
    write("boot/vmlinuz-2", IMAGE);

    assertThatThrownBy(() -> files.open("k", folder.resolve("boot").toString()))
        .hasMessageContaining("holds 2 kernels (vmlinuz-1, vmlinuz-2)");
    assertThatThrownBy(() -> files.open("k", folder.resolve("none").toString()))
        .hasMessageContaining("no such file");
    assertThatThrownBy(() -> files.open("k", "")).hasMessageContaining("(empty)");
  }

  private Path debOf(String name, Map<String, byte[]> content) throws IOException {
    return Files.write(folder.resolve(name), Made.deb("1-1", content));
  }

  private void write(String path, byte[] content) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }
}
