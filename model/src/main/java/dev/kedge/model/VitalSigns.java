package dev.kedge.model;

import java.util.List;

/**
 * Readings of one host over a stretch of time, as one idempotent upload.
 *
 * @param host where
 * @param boot during which boot
 * @param sequence counts up from 0 with each batch of this boot and agent run; with host and boot
 *     it identifies the batch
 * @param readings in time order
 */
public record VitalSigns(HostId host, BootId boot, long sequence, List<Reading> readings) {
  public VitalSigns {
    readings = List.copyOf(readings);
  }
}
