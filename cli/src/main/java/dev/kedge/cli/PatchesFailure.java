package dev.kedge.cli;

import dev.kedge.patches.PatchesException;

/** Asks a failure of the patches room whose fault it is. */
final class PatchesFailure {
  private PatchesFailure() {}

  static boolean isInput(Exception failure) {
    return failure instanceof PatchesException patches
        && patches.side() == PatchesException.Side.INPUT;
  }
}
