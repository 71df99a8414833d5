package dev.kedge.bandwidth.check;

import static dev.kedge.bandwidth.check.LimitRule.hit;

import dev.kedge.bandwidth.Mechanism;
import dev.kedge.bandwidth.check.LimitRule.Hit;
import dev.kedge.bandwidth.check.LimitRule.Thresholds;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Limits that are too small for the number of threads that share them. */
final class ThreadRules {
  private ThreadRules() {}

  static List<LimitRule> rules() {
    return List.of(
        new LimitRule(
            "stranded-holder",
            List.of("quota-ms", "turn-ms"),
            List.of("kernel", "threads", "quota", "period", "turn"),
            ThreadRules::strandedHolder),
        new LimitRule(
            "threads-over-quota",
            List.of("factor", "stall-ms"),
            List.of("threads", "cpus", "quota", "used-up", "period", "stall", "limit", "pool"),
            ThreadRules::threadsOverQuota));
  }

  /**
   * Below Linux 6.18 a throttle stops a task wherever it is. One that holds a kernel lock then
   * waits for the refill, and after it for its turn among the group's other tasks: a tick of CPU
   * time each.
   */
  private static Optional<Hit> strandedHolder(CheckedGroup group, Thresholds thresholds) {
    if (group.host().kernel().mechanism() != Mechanism.GROUP
        || !group.limit().limited()
        || group.threads() == 0
        || group.limit().cpus() >= group.cpus()) {
      return Optional.empty();
    }
    double shared = (double) group.threads() * group.host().tickNs();
    double bound = thresholds.get("turn-ms") * 1e6;
    double needed =
        Math.max(
            thresholds.get("quota-ms") * 1e6,
            Math.max(
                shared * group.periodNs() / bound, group.parallel() * (group.periodNs() - bound)));
    if (group.quotaNs() >= needed) {
      return Optional.empty();
    }
    double stopped = group.periodNs() - (double) group.quotaNs() / group.parallel();
    return hit(
        Map.of(
            "kernel", group.host().release(),
            "threads", threads(group),
            "quota", Figures.micros(group.limit().quotaUs()),
            "period", Figures.micros(group.limit().periodUs()),
            "turn", Figures.time(Math.max(stopped, group.wallNs(shared)))),
        Writes.quota(group, needed));
  }

  private static Optional<Hit> threadsOverQuota(CheckedGroup group, Thresholds thresholds) {
    int parallel = group.parallel();
    double cpus = group.limit().cpus();
    if (!group.limit().limited() || parallel < 2 || parallel < thresholds.get("factor") * cpus) {
      return Optional.empty();
    }
    double usedUp = (double) group.quotaNs() / parallel;
    double stall = group.periodNs() - usedUp;
    double bound = thresholds.get("stall-ms") * 1e6;
    if (stall < bound) {
      return Optional.empty();
    }
    // The same share in a shorter period stops for less, but not below a tick for each CPU; 20 ms
    // are whole ticks at every usual tick length.
    long shorter = ((long) (bound / (1 - cpus / parallel) / 20e6)) * 20_000;
    boolean enough = cpus * shorter * 1e3 >= parallel * (double) group.host().tickNs();
    return hit(
        Map.of(
            "threads", threads(group),
            "cpus", Figures.count(parallel, "CPU"),
            "quota", Figures.cpus(cpus),
            "used-up", Figures.time(usedUp),
            "period", Figures.micros(group.limit().periodUs()),
            "stall", Figures.time(stall),
            "limit", Figures.time(bound),
            "pool", Figures.count((long) Math.ceil(cpus), "busy thread")),
        enough ? Writes.period(group, shorter) : List.of());
  }

  private static String threads(CheckedGroup group) {
    return Figures.count(group.threads(), group.measured() ? "active thread" : "thread");
  }
}
