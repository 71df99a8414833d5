package dev.kedge.bandwidth.whatif;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.host.Counter;
import dev.kedge.bandwidth.host.GroupSnapshot;
import dev.kedge.bandwidth.host.HostSnapshot;
import dev.kedge.bandwidth.host.SwitchRecording;
import dev.kedge.model.Printable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * Answers questions about the limits of a host from a snapshot of it.
 *
 * <p>Each group is cut out with its ancestors ({@link CaseCutter}), loads are fitted to its
 * counters ({@link Calibration}), and every setting is simulated over many phases and placements
 * ({@link Ensemble}); figures are therefore bands. Not thread-safe.
 */
public final class WhatIf {
  private static final double NEAR = 0.8;

  private final HostSnapshot host;
  private final Question question;
  private final Consumer<String> progress;
  private final GroupTree tree;

  /**
   * Nothing is simulated yet.
   *
   * @param progress hears what is being worked on
   */
  public WhatIf(HostSnapshot host, Question question, Consumer<String> progress) {
    this.host = host;
    this.question = question;
    this.progress = progress;
    this.tree = new GroupTree(host);
  }

  /**
   * The whole answer for one group.
   *
   * @throws BandwidthException when the group is not in the snapshot, or no limit is set on it or
   *     above it
   */
  public GroupAnswer group(String path) {
    return study(find(path), Optional.empty(), Effort.thorough(question.phases())).answer();
  }

  /**
   * The answer for a group whose threads' running and sleeping was recorded.
   *
   * @param recorded replayed instead of a load fitted to counters
   * @throws BandwidthException as {@link #group(String)}
   */
  public GroupAnswer group(String path, SwitchRecording recorded) {
    return study(find(path), Optional.of(recorded), Effort.thorough(question.phases())).answer();
  }

  private GroupSnapshot find(String path) {
    GroupSnapshot group = host.byPath().get(path);
    if (group == null) {
      throw new BandwidthException(
          "no group '%s' in the snapshot; it has %d groups, such as %s"
              .formatted(Printable.of(path, 200), host.groups().size(), examples()));
    }
    if (tree.chain(group).stream().noneMatch(level -> level.limit().limited())) {
      throw new BandwidthException(
          "neither '%s' nor a group above it has a limit: nothing throttles it"
              .formatted(Printable.of(path, 200)));
    }
    return group;
  }

  private String examples() {
    return String.join(
        ", ",
        host.groups().stream()
            .filter(group -> group.limit().limited())
            .limit(3)
            .map(group -> Printable.of(group.path(), 100))
            .toList());
  }

  /**
   * A survey: the groups that lose the most in short answers, the others by their counters.
   *
   * @param most answers to simulate at most
   */
  public HostAnswer survey(int most) {
    List<GroupSnapshot> limited =
        host.groups().stream().filter(group -> group.limit().limited()).toList();
    List<GroupSnapshot> near =
        limited.stream()
            .filter(this::near)
            .sorted(Comparator.comparingDouble(this::severity).reversed())
            .toList();
    List<GroupSnapshot> chosen = chosen(near, most);
    List<GroupAnswer> details = new ArrayList<>();
    for (GroupSnapshot group : chosen) {
      progress.accept(Printable.of(group.path(), 200));
      details.add(study(group, Optional.empty(), Effort.survey(question.phases())).answer());
    }
    List<GroupSnapshot> others = near.stream().filter(group -> !chosen.contains(group)).toList();
    List<String> notes = new ArrayList<>();
    if (!others.isEmpty()) {
      notes.add(
          "%d groups were simulated; the other %d that were throttled or near their limit were only"
                  .formatted(chosen.size(), others.size())
              + " measured, or hold one that was simulated");
    }
    notes.add(
        "%d limited groups used less than 80 %% of their limit and were not throttled"
            .formatted(limited.size() - near.size()));
    host.unread().stream().limit(20).forEach(unread -> notes.add("not read: " + unread));
    if (host.unread().size() > 20) {
      notes.add("not read: %d more".formatted(host.unread().size() - 20));
    }
    return new HostAnswer(
        host.kernelRelease(),
        host.cpus(),
        host.groups().size(),
        limited.size(),
        (int) limited.stream().filter(WhatIf::throttled).count(),
        near.size(),
        details,
        others.stream().map(group -> Levels.measured(host, tree, group)).toList(),
        notes);
  }

  /** The worst, one of each branch of the tree: a pod and its only container are one problem. */
  private static List<GroupSnapshot> chosen(List<GroupSnapshot> worstFirst, int most) {
    List<GroupSnapshot> chosen = new ArrayList<>();
    for (GroupSnapshot group : worstFirst) {
      if (chosen.size() < most && chosen.stream().noneMatch(other -> related(group, other))) {
        chosen.add(group);
      }
    }
    return chosen;
  }

  private static boolean related(GroupSnapshot one, GroupSnapshot other) {
    return one.path().startsWith(other.path() + "/") || other.path().startsWith(one.path() + "/");
  }

  private Study study(GroupSnapshot group, Optional<SwitchRecording> recorded, Effort effort) {
    return new Study(host, tree, group, question, effort, recorded, progress);
  }

  private static boolean throttled(GroupSnapshot group) {
    return group.growth().orZero(Counter.THROTTLED_PERIODS) > 0;
  }

  private boolean near(GroupSnapshot group) {
    return throttled(group) || used(group) >= NEAR;
  }

  private double used(GroupSnapshot group) {
    return tree.usage(group) / group.limit().cpus();
  }

  /** Seconds lost per second where they were measured, else by how often it was throttled. */
  private double severity(GroupSnapshot group) {
    OptionalDouble share = LoadEstimate.throttledShare(group);
    if (share.isEmpty() || share.getAsDouble() == 0) {
      return used(group) / 1_000;
    }
    double waiting =
        tree.subtree(group).stream().mapToDouble(part -> part.growth().orZero(Counter.WAIT)).sum()
            / host.intervalNs();
    return share.getAsDouble() * Math.max(waiting, 0.01);
  }
}
