package dev.kedge.patches.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.patches.PatchesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NamedValuesTest {
  @TempDir private Path directory;

  @Test
  void optionsThatDifferAreNamed() throws IOException {
    NamedValues older =
        NamedValues.config(file("old", "# CONFIG_A is not set\nCONFIG_B=y\nCONFIG_C=m\n"));
    NamedValues newer =
        NamedValues.config(file("new", "CONFIG_A=y\nCONFIG_B=y\nCONFIG_D=\"a=b\"\n# comment\n"));
    assertThat(older.to(newer))
        .containsExactly(
            new NamedValues.Delta("CONFIG_A", "n", "y"),
            new NamedValues.Delta("CONFIG_C", "m", "-"),
            new NamedValues.Delta("CONFIG_D", "-", "\"a=b\""));
  }

  @Test
  void aChangedChecksumShows() throws IOException {
    NamedValues older =
        NamedValues.exportedSymbols(file("a", "0x11\tmutex_lock\tvmlinux\tEXPORT_SYMBOL\t\n"));
    NamedValues newer =
        NamedValues.exportedSymbols(file("b", "0x12\tmutex_lock\tvmlinux\tEXPORT_SYMBOL\t\n"));
    assertThat(older.to(newer))
        .containsExactly(
            new NamedValues.Delta(
                "mutex_lock", "0x11 vmlinux EXPORT_SYMBOL", "0x12 vmlinux EXPORT_SYMBOL"));
  }

  @Test
  void anotherFileIsRefused() throws IOException {
    Path wrong = file("wrong", "hello\n");
    assertThatThrownBy(() -> NamedValues.config(wrong))
        .isInstanceOf(PatchesException.class)
        .hasMessageContaining("wrong: no line CONFIG_");
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }
}
