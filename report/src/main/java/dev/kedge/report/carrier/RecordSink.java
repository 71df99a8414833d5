package dev.kedge.report.carrier;

/** Takes the records a {@link CarrierReader} finds. */
public interface RecordSink {
  /** The next record of its host; records of one host come in the order they were printed. */
  void record(LogRecord record);

  /**
   * The input named its only host so far: what came with an empty host before was this host's, and
   * comes under its name from now on.
   */
  default void named(String host) {}

  /** The reader forgets a host to make room; what it says later counts as a new beginning. */
  default void forgotten(String host) {}
}
