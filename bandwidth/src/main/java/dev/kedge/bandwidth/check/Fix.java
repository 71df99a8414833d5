package dev.kedge.bandwidth.check;

import java.util.List;

/**
 * What to do about a finding.
 *
 * @param writes in this order; empty when no single write mends it
 * @param advice in words, for where the writes are not wanted or not enough
 */
public record Fix(List<FileWrite> writes, String advice) {
  /** Copies the writes. */
  public Fix {
    writes = List.copyOf(writes);
  }
}
