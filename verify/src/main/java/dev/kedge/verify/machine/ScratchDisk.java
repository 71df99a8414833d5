package dev.kedge.verify.machine;

import dev.kedge.model.Printable;
import dev.kedge.verify.VerifyException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes the disk of a boot: a sparse file with an empty ext4 on it. The host makes the file system,
 * since no busybox can make one with a journal.
 */
final class ScratchDisk {
  private static final int MOST_SECONDS = 60;
  private static final int SHOWN = 500;

  private final Programs programs;

  ScratchDisk(Programs programs) {
    this.programs = programs;
  }

  /**
   * Makes the file.
   *
   * @throws VerifyException when {@code mke2fs} is missing or fails, or the disk is full
   */
  void create(Path file, int mib) throws IOException {
    List<String> command =
        List.of(programs.mke2fs().toString(), "-q", "-F", "-t", "ext4", file.toString());
    try (RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw")) {
      disk.setLength((long) mib << 20);
    }
    Path log = file.resolveSibling("mke2fs.log");
    Process process =
        new ProcessBuilder(command)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        String said = new String(Files.readAllBytes(log), StandardCharsets.UTF_8).strip();
        throw new VerifyException("mke2fs makes no disk: " + Printable.of(said, SHOWN));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VerifyException("stopped while the disk was made", e);
    } finally {
      LiveMachines.end(process);
    }
  }
}
