package dev.kedge.bandwidth.sim;

/** Files that the events of a scenario write. */
@FunctionalInterface
public interface ControlFiles {
  /**
   * Writes a file in one system call.
   *
   * @param path from the mount point, such as {@code /web/cpu.max}
   * @throws dev.kedge.bandwidth.BandwidthException when the write is refused
   */
  void write(String path, String text);
}
