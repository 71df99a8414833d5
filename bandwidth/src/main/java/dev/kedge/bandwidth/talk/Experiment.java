package dev.kedge.bandwidth.talk;

import java.util.List;
import java.util.Optional;

/** One experiment of the talk: simulates it and puts the published figures beside its own. */
public interface Experiment {
  /** Name on the command line, such as {@code stranded-lock}. */
  String name();

  /** What it shows, in one line. */
  String summary();

  /** Simulates it. */
  TalkResult run(Settings settings);

  /** All of them, in the order of the talk. */
  static List<Experiment> all() {
    return List.of(
        new StrandedLock(),
        new MeasuredLocks(),
        new WokenTask(),
        new GroupChange(),
        new AffinityChange(),
        new NestedLimits(),
        new UnthrottleCalls(),
        new PartialThrottle(),
        new QuotaCliff());
  }

  /** The experiment of that name, if there is one. */
  static Optional<Experiment> named(String name) {
    return all().stream().filter(each -> each.name().equals(name)).findFirst();
  }
}
