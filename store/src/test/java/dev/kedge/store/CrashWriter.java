package dev.kedge.store;

import dev.kedge.model.HostId;
import dev.kedge.store.telemetry.Windows;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The process that {@link CrashTest} kills: appends from two threads, upkeep without pause, and a
 * line to standard output for each append that returned.
 */
final class CrashWriter {
  static final HostId HOST = new HostId("crash");

  private CrashWriter() {}

  /** Time of a window: far enough back that its hour and day are over and files get joined. */
  static Instant start(long sequence) {
    return Instant.parse("2026-11-20T00:00:00Z").plusSeconds(10 * sequence);
  }

  public static void main(String[] arguments) throws InterruptedException {
    StoreConfig config =
        StoreConfig.in(Path.of(arguments[0]))
            .withRetention(Duration.ofDays(36_500), Long.MAX_VALUE)
            .withRoll(Duration.ofMillis(60), 1 << 20);
    long first = Long.parseLong(arguments[1]);
    PrintStream out = System.out;
    Store store = Store.open(config, InstantSource.system());
    Thread windows =
        Thread.ofPlatform()
            .start(() -> {
              for (long sequence = first; ; sequence++) {
                store.profiles().append(Windows.timed(HOST, sequence, start(sequence)));
                out.println("w " + sequence + ".");
                out.flush();
              }
            });
    Thread.ofPlatform()
        .start(() -> {
          for (long sequence = first; ; sequence++) {
            store.vitals().append(Windows.vitals(HOST, sequence, start(sequence), 1));
            out.println("v " + sequence + ".");
            out.flush();
          }
        });
    while (windows.isAlive()) {
      store.maintain();
      Thread.sleep(5);
    }
  }
}
