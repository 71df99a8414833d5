package dev.kedge.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensTest {
  @TempDir Path directory;

  @Test
  void aFileOfTwoRoles() throws IOException {
    Path file =
        write("rw-r-----", "\n# comment\nread 0123456789abcdef\r\n\tadmin fedcba9876543210\n");
    Tokens tokens = Tokens.read(file);
    assertThat(tokens.role("0123456789abcdef")).contains(Role.READ);
    assertThat(tokens.role("fedcba9876543210")).contains(Role.ADMIN);
    assertThat(tokens.role("fedcba987654321")).isEmpty();
    assertThat(tokens.role("")).isEmpty();
  }

  @Test
  void aFileOpenToOthersIsRefused() throws IOException {
    Path file = write("rw-r--r--", "read 0123456789abcdef\n");
    assertThatThrownBy(() -> Tokens.read(file))
        .isInstanceOf(TokenFileException.class)
        .hasMessageContaining("chmod 600");
  }

  @Test
  void aFileThatIsNotThere() {
    assertThatThrownBy(() -> Tokens.read(directory.resolve("none")))
        .isInstanceOf(TokenFileException.class)
        .hasMessageContaining("does not exist");
  }

  @ParameterizedTest
  @CsvSource({
    "'', holds no token",
    "'# only a comment', holds no token",
    "0123456789abcdef, line 1: expected a role",
    "root 0123456789abcdef, line 1: expected a role",
    "read 0123456789abcdef extra, line 1: expected a role",
    "read short, at least 16 characters",
    "read 0123456789abcde\u0000, at least 16 characters",
  })
  void badFiles(String text, String message) {
    assertThatThrownBy(() -> Tokens.parse("tokens", text))
        .isInstanceOf(TokenFileException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("0123456789abcde");
  }

  private Path write(String permissions, String text) throws IOException {
    Path file = Files.writeString(directory.resolve("tokens"), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    return file;
  }
}
