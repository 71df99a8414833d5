package dev.kedge.model;

import java.util.List;

/**
 * Readings of one host over a stretch of time, as one idempotent upload.
 *
 * @param host where
 * @param boot during which boot
 * @param sequence with host and boot it identifies the batch; rises, never reused (a restarted
 *     agent starts at its start time in epoch milliseconds)
 * @param readings in time order
 */
public record VitalSigns(HostId host, BootId boot, long sequence, List<Reading> readings) {
  public VitalSigns {
    readings = List.copyOf(readings);
  }
}
