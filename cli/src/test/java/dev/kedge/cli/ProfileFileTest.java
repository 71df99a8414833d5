package dev.kedge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.profile.filter.ProfileFilter;
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
  void aFilterByWhatTheFileDoesNotTellIsWrongUsage() throws IOException {
    Path file = Files.writeString(directory.resolve("a.folded"), "app;main 1\ncron;main 2\n");

    assertThat(ProfileFile.read(file, ProfileFilter.parse("command=app")).samples()).isOne();
    assertThatThrownBy(() -> ProfileFile.read(file, ProfileFilter.parse("cpu=1")))
        .hasMessage(file + ": no sample tells its cpu: filter by command")
        .satisfies(e -> assertThat(ExitCode.of((Exception) e)).isEqualTo(ExitCode.USAGE));
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
