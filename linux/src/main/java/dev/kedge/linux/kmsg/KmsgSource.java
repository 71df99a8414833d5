package dev.kedge.linux.kmsg;

/** An open {@code /dev/kmsg}, as an interface so that its refusals can be played in tests. */
interface KmsgSource extends AutoCloseable {
  /** Waits for a record at most this long; whether reading makes sense. */
  boolean await(int timeoutMillis);

  /** Reads one record; its length, or minus the errno (EAGAIN when there is none). */
  int read(byte[] into);

  @Override
  void close();
}
