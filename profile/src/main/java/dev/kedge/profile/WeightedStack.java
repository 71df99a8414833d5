package dev.kedge.profile;

import java.util.List;

/**
 * A stack with names, as answered to a question about a time range.
 *
 * @param command name of the process
 * @param pid process id, or -1 where processes of the same name were merged
 * @param frames leaf first
 * @param count samples
 */
public record WeightedStack(String command, int pid, List<NamedFrame> frames, long count) {
  public WeightedStack {
    frames = List.copyOf(frames);
  }
}
