package dev.kedge.linux.kmsg;

/** Receives the kernel's log in the order it was written. */
public interface KmsgHandler {
  /** The next record. */
  void onRecord(KmsgRecord record);

  /** Records between the last and the next were overwritten or not readable: this many. */
  void onGap(long records);
}
