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

  private MprotectCase() {}

  static LockCase of() {
    return new LockCase(
        "mm, preempt=full",
        "each low process forbids and allows again writing to its own 64 MiB (9 and 13 ms under its"
            + " mmap_lock for writing on 6.1, 17 and 26 on 6.12, 22 and 28 from 6.17 on), the"
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

  private static Workload process(String name, String lock, String kernel) {
    long[] us =
        switch (kernel) {
          case "6.1" -> new long[] {8_700, 12_700};
          case "6.12" -> new long[] {17_900, 25_900};
          default -> new long[] {21_900, 28_400};
        };
    return Workload.of(
        name,
        LockCase.GROUP,
        1,
        Steps.forever(
            syscall(write(lock), kernel(us[0], FULL), release(lock)),
            run(1),
            syscall(write(lock), kernel(us[1], FULL), release(lock)),
            run(1)));
  }
}
