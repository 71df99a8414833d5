package dev.kedge.linux.runtime;

import dev.kedge.linux.KernelFile;
import java.nio.file.Path;

/** The id a process has in its own pid namespace, by which it names its files. */
final class NamespacePid {
  private NamespacePid() {}

  /**
   * The last number of {@code NSpid} in its status (proc_pid_status(5)); else the id it has here.
   */
  static int of(Path process, int pid) {
    return KernelFile.text(process.resolve("status"))
        .flatMap(status -> status.lines().filter(line -> line.startsWith("NSpid:")).findFirst())
        .map(line -> line.substring(line.lastIndexOf('\t') + 1))
        .filter(number -> number.matches("[0-9]{1,9}"))
        .map(Integer::parseInt)
        .orElse(pid);
  }
}
