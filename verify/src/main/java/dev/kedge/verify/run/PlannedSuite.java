package dev.kedge.verify.run;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A suite as one boot runs it.
 *
 * @param name its name in the plan
 * @param command what the guest's shell runs
 * @param limit how long it may take in the host's time; empty for the boot's usual limit
 * @param modules kernel modules it cannot do without; where one is missing the suite is skipped
 * @param panics whether it makes the kernel panic: the drill passes when the panic is seen
 * @param expected titles of kernel reports it asks for
 * @param skip why it does not apply to this kernel; empty when it does
 */
public record PlannedSuite(
    String name,
    String command,
    Optional<Duration> limit,
    List<String> modules,
    boolean panics,
    List<Pattern> expected,
    Optional<String> skip) {
  /** Copies the lists. */
  public PlannedSuite {
    modules = List.copyOf(modules);
    expected = List.copyOf(expected);
  }

  /** A suite that expects nothing special. */
  public static PlannedSuite of(String name, String command) {
    return new PlannedSuite(
        name, command, Optional.empty(), List.of(), false, List.of(), Optional.empty());
  }

  /** The same suite as one that makes the kernel panic. */
  public PlannedSuite panicking() {
    return new PlannedSuite(name, command, limit, modules, true, expected, skip);
  }
}
