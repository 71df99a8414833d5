package dev.kedge.bandwidth.whatif;

import java.util.List;

/**
 * The answer for a whole host.
 *
 * @param kernel it runs
 * @param cpus it has
 * @param groups in the snapshot
 * @param limited groups with a limit
 * @param throttled groups whose own limit throttled them within the interval
 * @param near limited groups that used 80 % or more of their limit, or were throttled
 * @param details answers for the groups that lose the most, most first
 * @param others what was measured of the other groups that were throttled or near their limit
 * @param notes what was left out or could not be read
 */
public record HostAnswer(
    String kernel,
    int cpus,
    int groups,
    int limited,
    int throttled,
    int near,
    List<GroupAnswer> details,
    List<Level> others,
    List<String> notes) {
  public HostAnswer {
    details = List.copyOf(details);
    others = List.copyOf(others);
    notes = List.copyOf(notes);
  }
}
