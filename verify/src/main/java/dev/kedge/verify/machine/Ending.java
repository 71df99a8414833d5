package dev.kedge.verify.machine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * How a machine ended, before anything is concluded from it.
 *
 * @param stop who ended it, and why
 * @param detail one line more, empty when there is nothing to add
 * @param status the exit status of QEMU; empty when it was not started or was killed
 * @param ready whether its guest became ready for suites
 * @param exitCode the code its guest gave before it powered off
 * @param suites what was asked for, in order
 * @param damaged lines with the boot's nonce that were no frames, with the reason; the first few
 * @param strays lines on the second serial line that were no frames
 * @param wall how long it ran
 * @param console its kernel text
 */
public record Ending(
    Stop stop,
    String detail,
    OptionalInt status,
    boolean ready,
    OptionalInt exitCode,
    List<SuiteRun> suites,
    List<String> damaged,
    long strays,
    Duration wall,
    Path console) {
  /** Copies the lists. */
  public Ending {
    suites = List.copyOf(suites);
    damaged = List.copyOf(damaged);
  }

  /** Who ended a machine. */
  public enum Stop {
    /** QEMU ended by itself. */
    ITSELF,
    /** QEMU could not be started, or refused its command line. */
    NOT_STARTED,
    /** The guest was not ready in time. */
    READY_LIMIT,
    /** A suite took too long. */
    SUITE_LIMIT,
    /** The boot took too long. */
    TOTAL_LIMIT,
    /** It printed too much. */
    FLOOD,
    /** The user stopped the run. */
    CANCELLED
  }
}
