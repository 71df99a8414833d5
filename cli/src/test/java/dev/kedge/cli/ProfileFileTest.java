package dev.kedge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileFileTest {
  @TempDir private Path directory = Path.of("");

  @ParameterizedTest
  @CsvSource({
    "cut.pb.gz, '\u001f\u008b\u0001', byte 0: the gzip stream is damaged or cut short",
    "plain.pb, no profile, byte",
    "stacks.folded, 'app;main 1\napp;main', line 2:",
  })
  void aDamagedFileIsNamedWithThePlaceOfTheDamage(String name, String content, String reason)
      throws IOException {
    Path file = Files.write(directory.resolve(name), content.getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> ProfileFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ": " + reason)
        .satisfies(e -> assertThat(ExitCode.of((Exception) e)).isEqualTo(ExitCode.ENVIRONMENT));
  }

  @Test
  void aMissingFileIsSaidToBeMissing() {
    Path file = directory.resolve("missing.pb.gz");

    assertThatThrownBy(() -> ProfileFile.read(file)).hasMessage(file + ": no such file");
  }

  @Test
  void aFileThatIsNoFileIsNamed() {
    assertThatThrownBy(() -> ProfileFile.read(directory))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(directory + ": ");
  }
}
