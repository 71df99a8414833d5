package dev.kedge.report.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PstoreFolderTest {
  @TempDir Path root;

  @Test
  void findsTheCrashesBelowAFolder() throws IOException {
    Path first = touch("1795341600/dmesg-erst-9");
    Path second = touch("1795341600/dmesg-erst-10");
    touch("1795341600/dmesg.txt");
    Path joined = touch("1795349999/dmesg.txt");
    Path console = touch("1795349999/console-ramoops-0");
    touch("1795349999/pmsg-ramoops-0");
    assertThat(PstoreFolder.find(root))
        .containsExactlyInAnyOrder(
            new PstoreFolder(root.resolve("1795341600"), List.of(first, second)),
            new PstoreFolder(joined, List.of(joined)),
            new PstoreFolder(console, List.of(console)));
  }

  @Test
  void otherFoldersAreRefused() throws IOException {
    touch("syslog");
    assertThatThrownBy(() -> PstoreFolder.find(root))
        .isInstanceOf(CarrierException.class)
        .hasMessageContaining("dmesg-*");
  }

  private Path touch(String name) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "x");
  }
}
