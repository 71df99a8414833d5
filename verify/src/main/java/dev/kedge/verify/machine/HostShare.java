package dev.kedge.verify.machine;

/** How the guest sees the host's root file system, always read-only. */
public enum HostShare {
  /** Not at all: the guest has its initial file system only. */
  NONE("none"),
  /** By 9p; kernels for the cloud often lack it. */
  NINE_P("9p"),
  /** By virtiofs; needs the {@code virtiofsd} program. */
  VIRTIOFS("virtiofs");

  private final String label;

  HostShare(String label) {
    this.label = label;
  }

  /** The file system's name. */
  public String label() {
    return label;
  }
}
