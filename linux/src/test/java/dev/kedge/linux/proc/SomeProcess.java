package dev.kedge.linux.proc;

import java.util.List;

/** A process that is not there. */
public final class SomeProcess {
  private SomeProcess() {}

  /** One with these mappings. */
  public static TrackedProcess with(Mapping... mappings) {
    return new TrackedProcess(1, "some", AddressSpace.of(List.of(mappings)));
  }
}
