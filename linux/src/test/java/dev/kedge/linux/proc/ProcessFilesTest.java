package dev.kedge.linux.proc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.model.Limitation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of processes whose memory map is refused; tests often run as root, so played. */
class ProcessFilesTest {
  @TempDir Path proc;

  private void process(int pid, char state, long flags) throws IOException {
    Path directory = proc.resolve(Integer.toString(pid));
    Files.createDirectories(directory);
    Files.writeString(
        directory.resolve("stat"),
        "%d (p) %c 1 1 1 0 -1 %d 0 0 0 0 5 6 0 0 20 0 1 0 99 1000 42 0%n"
            .formatted(pid, state, flags));
    Files.writeString(directory.resolve("maps"), "");
  }

  private void capabilities(String effective) throws IOException {
    Files.createDirectories(proc.resolve("self"));
    Files.writeString(proc.resolve("self/status"), "CapEff:\t" + effective + "\n");
  }

  @Test
  void asksForTheCapabilityOnlyWhereItIsMissing() throws IOException {
    ProcessFiles files = new ProcessFiles(proc);
    process(1, 'S', 0x0040_0100);
    files.refused(1);
    files.refused(1);
    assertThat(files.limitation())
        .hasValue(
            new Limitation(
                "names of user frames of other users' processes (1 process)",
                "/proc/PID/maps: EACCES, pid 1",
                "CAP_SYS_PTRACE"));
    capabilities("000001fffeffffff");
    assertThat(files.limitation())
        .hasValue(
            new Limitation(
                "names of user frames of 1 process",
                "/proc/PID/maps: EACCES, pid 1, although CAP_SYS_PTRACE is held",
                "nothing: protected from the agent by a security module, a sandbox or another"
                    + " user namespace"));
  }

  @Test
  void countsProcesses() throws IOException {
    ProcessFiles files = new ProcessFiles(proc);
    for (int pid = 5; pid > 0; pid--) {
      process(pid, 'S', 0);
      files.refused(pid);
    }
    Limitation limitation = files.limitation().orElseThrow();
    assertThat(limitation.feature()).endsWith("(5 processes)");
    assertThat(limitation.cause()).isEqualTo("/proc/PID/maps: EACCES, pid 1, 2, 3, ...");
  }

  @Test
  void saysNothingOfKernelThreadsAndTheDead() throws IOException {
    ProcessFiles files = new ProcessFiles(proc);
    process(1, 'Z', 0x0040_0100);
    process(2, 'I', 0x0420_8060);
    files.refused(1);
    files.refused(2);
    files.refused(3);
    assertThat(files.limitation()).isEmpty();
    process(4, 'S', 0);
    files.refused(4);
    assertThat(files.limitation()).isPresent();
    Files.delete(proc.resolve("4/stat"));
    Files.delete(proc.resolve("4/maps"));
    Files.delete(proc.resolve("4"));
    assertThat(files.limitation()).as("it has ended").isEmpty();
    process(5, 'S', 0);
    files.refused(5);
    assertThat(files.memory(5)).as("readable by now").isPresent();
    assertThat(files.limitation()).isEmpty();
  }
}
