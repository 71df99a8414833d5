package dev.kedge.report.hang;

/**
 * A task as the kernel names it.
 *
 * @param comm its name, written by others: may hold any character
 * @param pid its thread id
 */
public record TaskRef(String comm, int pid) {
  @Override
  public String toString() {
    return comm + ":" + pid;
  }
}
