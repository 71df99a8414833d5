package dev.kedge.cli;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.profile.filter.FilterException;

/** The exit codes of every sub-command. */
public final class ExitCode {
  /** Done, and nothing was found that its user must see to. */
  public static final int OK = 0;

  /** A finding, or a gate that failed. */
  public static final int FINDING = 1;

  /** The command or its input is wrong. */
  public static final int USAGE = 2;

  /** The environment cannot do it; the message says what is missing. */
  public static final int ENVIRONMENT = 3;

  private ExitCode() {}

  /** What a failure that ended a sub-command means for its caller. */
  public static int of(Exception failure) {
    return switch (failure) {
      case IllegalArgumentException wrong -> USAGE;
      case BandwidthException wrong -> USAGE;
      case FilterException wrong -> USAGE;
      default -> isInput(failure) ? USAGE : ENVIRONMENT;
    };
  }

  /** The room of patches is not in every distribution, so its class is not loaded to be asked. */
  private static boolean isInput(Exception failure) {
    return failure.getClass().getName().equals("dev.kedge.patches.PatchesException")
        && PatchesFailure.isInput(failure);
  }
}
