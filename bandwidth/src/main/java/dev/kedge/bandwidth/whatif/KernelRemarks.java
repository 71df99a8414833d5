package dev.kedge.bandwidth.whatif;

import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.Mechanism;
import java.util.ArrayList;
import java.util.List;

/** What changes with the kernel besides figures: the meaning of counters, locks, known defects. */
final class KernelRemarks {
  private KernelRemarks() {}

  /**
   * The remarks for a move.
   *
   * @param escape whether a limit stands above a group without one that runs two threads or more
   */
  static List<String> of(Kernel from, Kernel to, boolean escape) {
    List<String> remarks = new ArrayList<>();
    boolean taskNow = to.mechanism().perTask();
    if (!from.mechanism().perTask() && taskNow) {
      remarks.add(
          "threads leave at their return to user mode: none is stopped while it holds a kernel"
              + " lock");
      remarks.add(
          "throttled_usec starts when the first thread has left and counts partial throttling in"
              + " full; it stays 0 for threads that never leave the kernel, while nr_throttled"
              + " rises: compare it across this border with care");
      remarks.add(
          "time in the kernel runs on over the quota and is paid back later: single periods may"
              + " show more than the quota");
    } else if (from.mechanism().perTask() && !taskNow) {
      remarks.add(
          "the whole group stops at once, threads inside the kernel and the locks they hold"
              + " included, until the next refill");
    } else if (!taskNow) {
      remarks.add("a thread can be stopped inside the kernel with locks held, until the refill");
    }
    if (to.mechanism() == Mechanism.TASK_AT_CHARGE) {
      remarks.add(
          "throttling takes effect at the charge, not at the next schedule: stalls begin up to a"
              + " tick earlier");
      if (escape) {
        remarks.add(
            "this group has a limit above a group without one: on 7.2 the second thread of such a"
                + " group has been seen to run on and to pay in stalls of several periods; test"
                + " before you move");
      }
    }
    if (from.sliceExpiry() && !to.sliceExpiry()) {
      remarks.add("unused slices no longer expire with the period: less throttling at low usage");
    } else if (!from.sliceExpiry() && to.sliceExpiry()) {
      remarks.add("unused slices expire with the period: throttling at low usage comes back");
    }
    if (!from.asyncUnthrottle() && to.asyncUnthrottle()) {
      remarks.add("other CPUs are unthrottled by an interrupt each, no longer inside the timer");
    } else if (from.asyncUnthrottle() && !to.asyncUnthrottle()) {
      remarks.add("all CPUs are unthrottled inside the timer, with interrupts off");
    }
    if (!from.hrtick() && to.hrtick()) {
      remarks.add("slices end on a precise timer: threads rotate faster, overshoot shrinks");
    }
    return remarks;
  }
}
