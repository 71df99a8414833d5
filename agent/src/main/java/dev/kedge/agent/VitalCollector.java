package dev.kedge.agent;

import dev.kedge.model.BootId;
import dev.kedge.model.HostId;
import dev.kedge.model.Reading;
import dev.kedge.model.VitalSigns;
import dev.kedge.wire.VitalSignsCodec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Reads the vital signs at a steady pace and spools them in batches; the thread {@code vitals}. */
final class VitalCollector implements Runnable {
  /** Readings taken together are sent together: two of them keep pages live and batches small. */
  private static final int ROUNDS_PER_BATCH = 2;

  private final VitalReader reader;
  private final Outbox outbox;
  private final HostId host;
  private final BootId boot;
  private final Duration interval;
  private final InstantSource clock;
  private long sequence;

  VitalCollector(
      VitalReader reader,
      Outbox outbox,
      HostId host,
      BootId boot,
      Duration interval,
      InstantSource clock) {
    this.reader = reader;
    this.outbox = outbox;
    this.host = host;
    this.boot = boot;
    this.interval = interval;
    this.clock = clock;
    this.sequence = clock.millis();
  }

  @Override
  public void run() {
    List<Reading> batch = new ArrayList<>();
    long next = System.nanoTime();
    try {
      for (int round = 1; !Thread.currentThread().isInterrupted(); round++) {
        batch.addAll(reader.read(clock.instant(), System.nanoTime()));
        if (round % ROUNDS_PER_BATCH == 0) {
          send(batch);
        }
        next = Math.max(next + interval.toNanos(), System.nanoTime());
        Thread.sleep(Math.max(1, (next - System.nanoTime()) / 1_000_000));
      }
    } catch (InterruptedException stop) {
      send(batch);
      Thread.currentThread().interrupt();
    }
  }

  private void send(List<Reading> batch) {
    if (batch.isEmpty()) {
      return;
    }
    VitalSigns signs = new VitalSigns(host, boot, sequence++, batch);
    batch.clear();
    outbox.send(UploadKind.VITALS, () -> VitalSignsCodec.encode(signs));
  }
}
