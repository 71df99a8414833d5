package dev.kedge.profile;

/** Why a frame could not be placed in code. */
public enum UnknownReason {
  /** The address lies in no mapping of the process that is known. */
  NO_MAPPING("no mapping"),
  /** The address lies in anonymous executable memory and no map of generated code covers it. */
  GENERATED_CODE("generated code"),
  /** The stack was cut here before its end. */
  TRUNCATED("truncated"),
  /** The kernel did not show its addresses (kptr_restrict, perf_event_paranoid). */
  KERNEL_HIDDEN("kernel hidden"),
  /** The code there does not tell how to get to its caller, and frame pointers led nowhere. */
  NO_UNWIND_RULE("no unwind rule"),
  /** The agent had not read the unwind rules of the file yet when the sample came. */
  TABLE_PENDING("unwind table pending");

  private final String text;

  UnknownReason(String text) {
    this.text = text;
  }

  /** The reason in words, as shown in flame graphs between brackets. */
  public String text() {
    return text;
  }
}
