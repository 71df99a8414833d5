package dev.kedge.linux.proc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamespaceFilesTest {
  @TempDir Path proc;

  @Test
  void readsTheNumbersOutOfTheLinks() throws IOException {
    Path links = Files.createDirectories(proc.resolve("42/ns"));
    Files.createSymbolicLink(links.resolve("pid"), Path.of("pid:[4026532450]"));
    Files.createSymbolicLink(links.resolve("mnt"), Path.of("/etc/passwd"));
    Files.writeString(proc.resolve("42/status"), "Name:\tx\nNSpid:\t42\t7\n");
    NamespaceFiles files = new NamespaceFiles(proc);
    assertThat(files.number("42", "pid")).isEqualTo(4026532450L);
    assertThat(files.number("42", "mnt")).isZero();
    assertThat(files.number("42", "net")).isZero();
    assertThat(files.number("43", "pid")).isZero();
    assertThat(files.pidThere(42)).isEqualTo(7);
    assertThat(files.pidThere(43)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "pid:[12], pid, 12",
    "pid:[12], mnt, 0",
    "pid:[], pid, 0",
    "pid:[12, pid, 0",
    "pid:[1x], pid, 0",
    "'', pid, 0"
  })
  void aLinkOfAnotherFormIsNone(String link, String kind, long number) {
    assertThat(NamespaceFiles.parse(link, kind)).isEqualTo(number);
  }
}
