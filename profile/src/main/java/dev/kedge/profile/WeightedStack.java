package dev.kedge.profile;

import java.util.List;

/**
 * A stack with names, as answered to a question about a time range.
 *
 * @param command name of the process
 * @param pid process id, or -1 where processes of the same name were merged
 * @param frames leaf first
 * @param count samples
 * @param namespaces of the process, as far as they are known and not the host's
 */
public record WeightedStack(
    String command, int pid, List<NamedFrame> frames, long count, Namespaces namespaces) {
  public WeightedStack {
    frames = List.copyOf(frames);
  }

  /** A stack of a process in the namespaces of the host, or in some that are not known. */
  public WeightedStack(String command, int pid, List<NamedFrame> frames, long count) {
    this(command, pid, frames, count, Namespaces.HOST);
  }
}
