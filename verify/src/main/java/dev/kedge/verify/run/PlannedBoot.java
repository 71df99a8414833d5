package dev.kedge.verify.run;

import dev.kedge.verify.machine.BootLimits;
import dev.kedge.verify.machine.MachineSpec;
import java.util.List;

/**
 * One boot of each round: a machine and what runs in it, one suite after the other.
 *
 * @param name the boot's name, unique in its plan; consoles are called after it
 * @param machine where it runs
 * @param suites in order; one that panics is the last
 * @param limits when it is stopped
 */
public record PlannedBoot(
    String name, MachineSpec machine, List<PlannedSuite> suites, BootLimits limits) {
  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException when the name cannot be a file name, there is no suite, two
   *     have one name, or one follows a panic
   */
  public PlannedBoot {
    suites = List.copyOf(suites);
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
      throw new IllegalArgumentException(
          "boot \"" + name + "\": expected letters, digits, '-', '_' and '.', at most 64");
    }
    if (suites.isEmpty()
        || suites.stream().map(PlannedSuite::name).distinct().count() < suites.size()) {
      throw new IllegalArgumentException(
          "boot " + name + ": expected suites, each name at most once");
    }
    if (suites.subList(0, suites.size() - 1).stream().anyMatch(PlannedSuite::panics)) {
      throw new IllegalArgumentException(
          "boot " + name + ": no suite can run after the one that panics");
    }
  }

  /** Whether its last suite makes the kernel panic. */
  public boolean panics() {
    return suites.getLast().panics();
  }
}
