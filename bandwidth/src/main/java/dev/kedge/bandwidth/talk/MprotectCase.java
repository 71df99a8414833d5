package dev.kedge.bandwidth.talk;

import static dev.kedge.bandwidth.scenario.Preemption.FULL;
import static dev.kedge.bandwidth.talk.Steps.kernel;
import static dev.kedge.bandwidth.talk.Steps.read;
import static dev.kedge.bandwidth.talk.Steps.release;
import static dev.kedge.bandwidth.talk.Steps.run;
import static dev.kedge.bandwidth.talk.Steps.syscall;
import static dev.kedge.bandwidth.talk.Steps.write;

import dev.kedge.bandwidth.scenario.Lock;
import dev.kedge.bandwidth.scenario.LockKind;
import dev.kedge.bandwidth.scenario.Span;
import dev.kedge.bandwidth.scenario.Step;
import dev.kedge.bandwidth.scenario.Workload;
import dev.kedge.bandwidth.talk.LockCase.Measured;
import java.util.List;

/**
 * Two limited processes change the protection of their memory, and "ps" reads the command line of
 * one of them.
 */
final class MprotectCase {
  private static final int UNKNOWN = Measured.UNKNOWN;
  private static final String WATCHED = "mmap_lock";
  private static final String OTHER = "mmap_lock of the other";

  /** A process touches its memory first, which may take so long. */
  private static final long TOUCHED_NS = 100_000_000;

  private MprotectCase() {}

  static LockCase of() {
    return new LockCase(
        "mm, preempt=full",
        "each low process forbids and allows again writing to its own 64 MiB (9 and 13 ms under its"
            + " mmap_lock for writing on 6.1, 10 and 18 on 6.12, 23 and 29 from 6.17 on), the"
            + " victim reads /proc/PID/cmdline of one of them (75 us, 5 of it reading)",
        1_000,
        true,
        List.of(new Lock(WATCHED, LockKind.RWSEM), new Lock(OTHER, LockKind.RWSEM)),
        release -> List.of(process("low", WATCHED, release), process("other", OTHER, release)),
        List.of(
            syscall(
                kernel(60, FULL),
                read(WATCHED),
                kernel(5, FULL),
                release(WATCHED),
                kernel(10, FULL))),
        LockCases.measured(
            new Measured(140, 2_500, true, UNKNOWN),
            new Measured(42, 3_201, true, UNKNOWN),
            new Measured(3, 4_254, true, UNKNOWN),
            new Measured(985, 14.4, false, UNKNOWN),
            new Measured(984, 21.7, false, UNKNOWN)));
  }

  private static Workload process(String name, String lock, String release) {
    return Workload.of(
        name,
        LockCase.GROUP,
        1,
        List.of(
            new Step.Run(new Span.Uniform(0, TOUCHED_NS)),
            Step.Repeat.forever(
                List.of(
                    change(lock, forbidUs(release)),
                    run(1),
                    change(lock, allowUs(release)),
                    run(1)))));
  }

  private static Step change(String lock, long us) {
    return syscall(write(lock), kernel(us, FULL), release(lock));
  }

  /**
   * Length of {@code mprotect} over 16,384 present pages that takes write access away, measured
   * with nothing else to do (one instruction is 4 ns). It has grown twice: between 6.1 and 6.12,
   * and from 6.16, which is as 6.12, to 6.17; probably in {@code change_pte_range}, which changes
   * PTEs in batches since then.
   */
  private static long forbidUs(String release) {
    return switch (release) {
      case "6.1" -> 8_700;
      case "6.12" -> 9_800;
      default -> 22_500;
    };
  }

  /** The same for giving write access back, where each page is asked whether it may be written. */
  private static long allowUs(String release) {
    return switch (release) {
      case "6.1" -> 12_700;
      case "6.12" -> 17_500;
      default -> 28_500;
    };
  }
}
