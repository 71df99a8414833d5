package dev.kedge.verify.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.verify.VerifyException;
import dev.kedge.verify.kernel.Made;
import dev.kedge.verify.kernel.ModuleFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Modules in the order of their dependencies, read from the modules themselves. */
class ModuleLoadTest {
  @TempDir private Path folder;

  @Test
  void whatAModuleNeedsComesFirst() throws IOException {
    module("pvpanic-pci", "pvpanic");
    module("pvpanic", "");
    module("9p", "9pnet,netfs,builtin");
    module("9pnet", "");
    module("netfs", "");
    Files.writeString(folder.resolve("modules.builtin"), "kernel/fs/builtin.ko\n");

    ModuleLoad load =
        ModuleLoad.of(
            ModuleFiles.below(folder), List.of("9p", "pvpanic-pci", "pvpanic", "builtin", "no"));

    assertThat(load.modules().sequencedKeySet())
        .containsExactly("9pnet", "netfs", "9p", "pvpanic", "pvpanic_pci");
    assertThat(load.missing()).containsExactly("no");
  }

  @Test
  void aCircleEnds() throws IOException {
    module("a", "b");
    module("b", "a");

    assertThat(ModuleLoad.of(ModuleFiles.below(folder), List.of("a")).modules()).hasSize(2);
  }

  @Test
  void aMissingDependencyIsNamed() throws IOException {
    module("a", "b");
    Files.write(folder.resolve("text.ko"), new byte[] {1, 2, 3});
    ModuleFiles files = ModuleFiles.below(folder);

    assertThatThrownBy(() -> ModuleLoad.of(files, List.of("a")))
        .isInstanceOf(VerifyException.class)
        .hasMessageContaining("module a needs b");
    assertThatThrownBy(() -> ModuleLoad.of(files, List.of("text")))
        .hasMessageContaining("no .modinfo");
  }

  @Test
  void theReleaseStandsInTheModule() {
    assertThat(ModuleInfo.read(Made.module("6.12.9-test", "x-y,z")))
        .hasValue(new ModuleInfo(List.of("x_y", "z"), "6.12.9-test"));
  }

  @Property(tries = 1000)
  void damagedModulesAreReadOrNot(
      @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 0, max = 400) Integer> places,
      @ForAll byte value,
      @ForAll @IntRange(min = 0, max = 400) int cut) {
    byte[] module = Made.module("1.2.3", "a,b");
    for (int place : places) {
      module[place % module.length] = value;
    }

    assertThat(ModuleInfo.read(module)).isNotNull();
    assertThat(ModuleInfo.read(java.util.Arrays.copyOf(module, Math.min(cut, module.length))))
        .isNotNull();
  }

  private void module(String name, String depends) throws IOException {
    Files.write(folder.resolve(name + ".ko"), Made.module("1.2.3", depends));
  }
}
