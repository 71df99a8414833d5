package dev.kedge.bandwidth.scenario.file;

import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.LateTimers;
import dev.kedge.bandwidth.Machine;
import dev.kedge.bandwidth.Mechanism;
import dev.kedge.bandwidth.Overhead;
import dev.kedge.bandwidth.UnthrottleCost;
import dev.kedge.bandwidth.scenario.document.Fields;
import dev.kedge.bandwidth.scenario.document.Node;
import dev.kedge.bandwidth.scenario.document.TimeText;
import dev.kedge.model.NearestName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the sections {@code machine} and {@code kernel}. */
final class MachineReader {
  private static final long NS_PER_S = 1_000_000_000;

  /** The unthrottle costs that have a name. */
  static final Map<String, UnthrottleCost> COSTS =
      Map.of("genoa", UnthrottleCost.GENOA, "small-vm", UnthrottleCost.SMALL_VM);

  private MachineReader() {}

  static Machine machine(Node node) {
    Fields fields =
        new Fields(
            node,
            "machine",
            "cpus",
            "hz",
            "tick",
            "tick-phase",
            "base-slice",
            "bandwidth-slice",
            "grace-period",
            "unthrottle-cost",
            "overhead",
            "late-timers",
            "stale-load");
    Node count = fields.require("cpus", "the number of CPUs");
    int cpus = (int) number(count, "cpus", 1, Machine.MAX_CPUS);
    Machine plain = Machine.of(cpus);
    long tick = tick(fields, plain.tickNs());
    long phase = time(fields, "tick-phase", plain.tickPhaseNs());
    long base = time(fields, "base-slice", plain.baseSliceNs());
    long slice = time(fields, "bandwidth-slice", plain.bandwidthSliceNs());
    long grace = time(fields, "grace-period", plain.gracePeriodNs());
    UnthrottleCost cost =
        fields.get("unthrottle-cost").map(MachineReader::cost).orElse(plain.unthrottle());
    Overhead overhead =
        fields.get("overhead").map(MachineReader::overhead).orElse(plain.overhead());
    LateTimers late =
        fields.get("late-timers").map(MachineReader::lateTimers).orElse(plain.lateTimers());
    int stale =
        fields
            .get("stale-load")
            .map(oneIn -> (int) number(oneIn, "stale-load", 0, Integer.MAX_VALUE))
            .orElse(plain.staleLoad());
    return fields
        .place()
        .refine(
            () -> new Machine(cpus, tick, phase, base, slice, grace, cost, overhead, late, stale));
  }

  static Kernel kernel(Node node) {
    if (node instanceof Node.Scalar) {
      String text = node.text("a release such as 6.17, or a mechanism A to D");
      return node.place()
          .refine(
              () -> text.length() == 1 ? Kernel.mechanism(text.charAt(0)) : Kernel.release(text));
    }
    Fields fields =
        new Fields(
            node,
            "kernel",
            "release",
            "name",
            "mechanism",
            "async-unthrottle",
            "slice-expiry",
            "hrtick",
            "preempt",
            "fair-sleepers",
            "throttled-clock",
            "pelt-clock");
    Optional<Character> letter = fields.get("mechanism").map(MachineReader::letter);
    Kernel base =
        fields
            .get("release")
            .map(release -> kernel(new Node.Scalar(release.place(), release.text("a release"))))
            .or(() -> letter.map(Kernel::mechanism))
            .orElseThrow(() -> fields.place().error("kernel needs a release or a mechanism"));
    return new Kernel(
        fields
            .get("name")
            .map(name -> Words.name(name.place(), name.text("a name"), "kernel"))
            .orElse(base.name()),
        letter.map(c -> Kernel.mechanism(c).mechanism()).orElse(base.mechanism()),
        flag(fields, "async-unthrottle", base.asyncUnthrottle()),
        flag(fields, "slice-expiry", base.sliceExpiry()),
        flag(fields, "hrtick", base.hrtick()),
        flag(fields, "preempt", base.preemptKernel()),
        flag(fields, "fair-sleepers", base.fairSleepers()),
        choice(fields, "throttled-clock", Kernel.ThrottledClock.values(), base.throttledClock()),
        choice(fields, "pelt-clock", Kernel.PeltClock.values(), base.peltClock()));
  }

  /** How a constant is written in the file: {@code FIRST_TASK} is {@code first-task}. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  private static char letter(Node node) {
    String text = node.text("a mechanism A, B, C or D");
    for (Mechanism mechanism : Mechanism.values()) {
      if (text.equalsIgnoreCase(Character.toString(mechanism.letter()))) {
        return mechanism.letter();
      }
    }
    throw node.unexpected("a mechanism: A (<= 6.17), B (6.18 to 7.1), C (7.2) or D (7.3)");
  }

  private static long tick(Fields fields, long other) {
    Optional<Node> hz = fields.get("hz");
    if (hz.isPresent() && fields.get("tick").isPresent()) {
      throw hz.get().place().error("hz and tick say the same: keep one");
    }
    return hz.map(node -> NS_PER_S / number(node, "hz", 10, 10_000))
        .orElseGet(() -> time(fields, "tick", other));
  }

  private static UnthrottleCost cost(Node node) {
    if (node instanceof Node.Scalar) {
      String name = node.text("the name of a cost");
      return Optional.ofNullable(COSTS.get(name))
          .orElseThrow(() -> node.unexpected("genoa, small-vm, or the four times of a cost"));
    }
    Fields fields = new Fields(node, "unthrottle-cost", "fixed", "remote", "queue", "task");
    return new UnthrottleCost(
        time(fields, "fixed", 0),
        time(fields, "remote", 0),
        time(fields, "queue", 0),
        time(fields, "task", 0));
  }

  private static Overhead overhead(Node node) {
    Fields fields = new Fields(node, "overhead", "tick", "switch", "slice-timer", "wake");
    return new Overhead(
        time(fields, "tick", 0),
        time(fields, "switch", 0),
        time(fields, "slice-timer", 0),
        time(fields, "wake", 0));
  }

  private static LateTimers lateTimers(Node node) {
    Fields fields = new Fields(node, "late-timers", "one-in", "up-to", "ticks");
    int oneIn =
        fields
            .get("one-in")
            .map(often -> (int) number(often, "one-in", 0, Integer.MAX_VALUE))
            .orElse(0);
    return fields
        .place()
        .refine(() -> new LateTimers(oneIn, time(fields, "up-to", 0), time(fields, "ticks", 0)));
  }

  /** The time a key holds, or another where it is missing. */
  static long time(Fields fields, String key, long other) {
    return fields
        .get(key)
        .map(node -> {
          String text = node.text("a time such as 5ms");
          return node.place().refine(() -> TimeText.parse(text));
        })
        .orElse(other);
  }

  /** The truth value a key holds, or another where it is missing. */
  static boolean flag(Fields fields, String key, boolean other) {
    return fields
        .get(key)
        .map(node ->
            switch (node.text("true or false")) {
              case "true", "yes", "on" -> true;
              case "false", "no", "off" -> false;
              default -> throw node.unexpected("true or false");
            })
        .orElse(other);
  }

  static long number(Node node, String what, long min, long max) {
    return Words.number(
        node.place(), node.text("a number from %d to %d".formatted(min, max)), what, min, max);
  }

  private static <E extends Enum<E>> E choice(Fields fields, String key, E[] values, E other) {
    return fields.get(key).map(node -> choose(node, values)).orElse(other);
  }

  /** The constant a value names. */
  static <E extends Enum<E>> E choose(Node node, E[] values) {
    Map<String, E> words = new LinkedHashMap<>();
    for (E value : values) {
      words.put(word(value), value);
    }
    String text = node.text("one of " + String.join(", ", words.keySet()));
    return Optional.ofNullable(words.get(text))
        .orElseThrow(() ->
            node.unexpected(
                NearestName.of(text, words.keySet())
                    .map(near -> "'%s'".formatted(near))
                    .orElse("one of " + String.join(", ", words.keySet()))));
  }
}
