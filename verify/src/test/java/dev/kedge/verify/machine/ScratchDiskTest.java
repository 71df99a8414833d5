package dev.kedge.verify.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.kedge.verify.VerifyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk of a machine has an empty ext4. */
class ScratchDiskTest {
  /** Where ext4's superblock has its magic number, and what it is. */
  private static final int MAGIC_AT = 1024 + 56;

  @TempDir private Path folder;

  @Test
  void aDiskHasAnExt4() throws IOException {
    assumeThat(Path.of("/usr/sbin/mke2fs")).isExecutable();
    Path disk = folder.resolve("disk");

    new ScratchDisk(new Programs()).create(disk, 64);

    byte[] bytes = Files.readAllBytes(disk);
    assertThat(bytes).hasSize(64 << 20);
    assertThat(bytes[MAGIC_AT]).isEqualTo((byte) 0x53);
    assertThat(bytes[MAGIC_AT + 1]).isEqualTo((byte) 0xef);
  }

  @Test
  void whatTheProgramSaysIsTold() throws IOException {
    Path program = folder.resolve("mke2fs");
    Files.writeString(program, "#!/bin/sh\necho no room left; exit 1\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    ScratchDisk disk = new ScratchDisk(new Programs(folder.toString()));

    assertThatThrownBy(() -> disk.create(folder.resolve("disk"), 64))
        .isInstanceOf(VerifyException.class)
        .hasMessageContaining("no room left");
  }
}
