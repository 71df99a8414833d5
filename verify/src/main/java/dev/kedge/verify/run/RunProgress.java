package dev.kedge.verify.run;

import dev.kedge.verify.machine.Frame;
import dev.kedge.verify.result.BootResult;

/** Hears how a run goes on, from the thread that runs it. */
public interface RunProgress {
  /**
   * A boot starts.
   *
   * @param number which boot of the run it is, from 1
   * @param of how many boots the run has
   * @param kernel the kernel's label
   * @param boot what is booted
   * @param round from 1
   */
  void starts(int number, int of, String kernel, PlannedBoot boot, int round);

  /** The guest said something. */
  void frame(Frame frame);

  /** A boot ended. */
  void ends(BootResult result);

  /** A boot that an earlier run of the same folder has done. */
  void known(BootResult result);
}
