package dev.kedge.profile;

/** What one sample stands for. */
public enum SampleKind {
  /** One sampling period of CPU time (software cpu-clock). */
  CPU("cpu");

  private final String wireName;

  SampleKind(String wireName) {
    this.wireName = wireName;
  }

  /** The stable name used on the wire, in the store and in the API. */
  public String wireName() {
    return wireName;
  }
}
