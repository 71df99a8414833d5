package dev.kedge.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.model.HostId;
import dev.kedge.model.TimeRange;
import dev.kedge.profile.SampleKind;
import dev.kedge.store.telemetry.ProfileSelection;
import dev.kedge.store.telemetry.Windows;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Appends, questions and upkeep at once: every answer holds what was acknowledged, once. */
class ConcurrencyTest {
  private static final int HOSTS = 4;
  private static final int WINDOWS = 120;
  private static final TimeRange ALL =
      new TimeRange(Examples.NOON.minusSeconds(60), Examples.NOON.plus(Duration.ofDays(1)));

  private final AtomicBoolean done = new AtomicBoolean();

  @TempDir private Path directory;

  @Test
  void answersNeverMissNorDouble() throws Exception {
    StoreConfig config =
        StoreConfig.in(directory)
            .withRetention(Duration.ofDays(36_500), Long.MAX_VALUE)
            .withRoll(Duration.ofMillis(30), 20_000);
    try (Store store = Store.open(config, InstantSource.system());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> upkeep = threads.submit(() -> maintain(store));
      List<Future<Boolean>> hosts = new ArrayList<>();
      for (int i = 0; i < HOSTS; i++) {
        HostId host = new HostId("h" + i);
        hosts.add(threads.submit(appendAndAsk(store, host)));
      }
      for (Future<Boolean> host : hosts) {
        assertThat(host.get()).isTrue();
      }
      done.set(true);
      assertThat(upkeep.get()).isTrue();
    }
  }

  private boolean maintain(Store store) throws InterruptedException {
    while (!done.get()) {
      store.maintain();
      Thread.sleep(10);
    }
    return true;
  }

  private static Callable<Boolean> appendAndAsk(Store store, HostId host) {
    return () -> {
      for (int i = 0; i < WINDOWS; i++) {
        store.profiles().append(Windows.simple(host, i, Examples.NOON.plusSeconds(10L * i)));
        if (i % 10 == 9) {
          assertThat(store.profiles().coverage(host, ALL, SampleKind.CPU)).hasSize(i + 1);
          assertThat(
                  store.profiles().query(ProfileSelection.of(host, ALL, SampleKind.CPU)).samples())
              .isEqualTo(11L * (i + 1));
        }
      }
      return true;
    };
  }
}
