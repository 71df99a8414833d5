package dev.kedge.linux.perf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Samples this very machine; skipped where it does not let us. */
class PerfSamplerTest {
  private static final int FREQUENCY = 997;

  @Test
  void seesKernelAndUserFramesOfABusyThreadInTimeOrder() throws Exception {
    try (PerfSampler sampler = PerfSampler.open(PerfOptions.defaults().withFrequency(FREQUENCY))) {
      assumeTrue(
          sampler.scope() == SamplingScope.HOST,
          () -> "may not sample the whole host: " + sampler.limitations());
      assertThat(sampler.limitations()).isEmpty();
      Recorder recorder = new Recorder(Math.toIntExact(ProcessHandle.current().pid()));
      AtomicBoolean stop = new AtomicBoolean();
      Thread busy = new Thread(() -> burn(stop), "busy");
      busy.start();
      try {
        for (int i = 0; i < 100 && !recorder.complete(); i++) {
          sampler.await(50);
          sampler.drain(recorder);
        }
      } finally {
        stop.set(true);
        busy.join();
      }
      assertThat(recorder.own).isPositive();
      assertThat(recorder.kernelFrames).isPositive();
      assertThat(recorder.userFrames).isPositive();
      // The kernel may be held up between reading its clock and completing a record.
      assertThat(recorder.outOfOrder).isLessThanOrEqualTo(recorder.records / 100);
      assertThat(sampler.statistics().malformedRecords()).isZero();
      assertThat(sampler.statistics().corruptBytes()).isZero();
      assertThat(sampler.statistics().samples()).isGreaterThanOrEqualTo(recorder.own);
    }
  }

  @Test
  void reportsTheLifeOfAChildProcess() throws Exception {
    try (PerfSampler sampler = PerfSampler.open(PerfOptions.defaults())) {
      assumeTrue(
          sampler.scope() == SamplingScope.HOST,
          () -> "may not sample the whole host: " + sampler.limitations());
      Process child = new ProcessBuilder("/bin/sh", "-c", "exit 0").start();
      child.waitFor();
      Recorder recorder = new Recorder(Math.toIntExact(child.pid()));
      for (int i = 0; i < 100 && !recorder.ended; i++) {
        sampler.await(20);
        sampler.drain(recorder);
      }
      assertThat(recorder.events).contains("fork", "exec sh", "exit");
      assertThat(recorder.events.indexOf("fork")).isLessThan(recorder.events.indexOf("exec sh"));
      assertThat(recorder.paths).anyMatch(path -> path.contains("libc") || path.contains("musl"));
    }
  }

  @Test
  void followsCpusThatComeAndGo(@TempDir Path sys) throws Exception {
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "only one CPU here");
    Path online = sys.resolve("devices/system/cpu/online");
    Files.createDirectories(online.getParent());
    Files.writeString(online, "0\n");
    PerfOptions real = PerfOptions.defaults();
    PerfOptions options =
        new PerfOptions(19, 64 << 10, real.sampleType(), 0, List.of(), 100, real.procRoot(), sys);
    AtomicLong ahead = new AtomicLong();
    Recorder recorder = new Recorder(0);
    try (PerfSampler sampler =
        new PerfSampler(
            options, new KernelEventCalls(), () -> System.nanoTime() + ahead.get(), 1)) {
      assumeTrue(sampler.scope() == SamplingScope.HOST, () -> "" + sampler.limitations());
      assertThat(sampler.statistics().rings()).isEqualTo(1);
      Files.writeString(online, "0-1,8000\n");
      ahead.addAndGet(6_000_000_000L);
      sampler.drain(recorder);
      sampler.await(0);
      assertThat(sampler.statistics().rings()).isEqualTo(2);
      Files.writeString(online, "1\n");
      ahead.addAndGet(6_000_000_000L);
      sampler.drain(recorder);
      sampler.await(0);
      assertThat(sampler.statistics().rings()).isEqualTo(1);
      sampler.drain(recorder);
    }
  }

  private static void burn(AtomicBoolean stop) {
    while (!stop.get()) {
      // Time in the kernel as well as in user code.
      assertThat(new java.io.File("/proc/self/stat").exists()).isTrue();
    }
  }

  private static final class Recorder extends IgnoredRecords {
    private final int pid;
    private final List<String> events = new ArrayList<>();
    private final List<String> paths = new ArrayList<>();
    private long own;
    private long kernelFrames;
    private long userFrames;
    private long records;
    private long outOfOrder;
    private long last = Long.MIN_VALUE;
    private boolean ended;

    Recorder(int pid) {
      this.pid = pid;
    }

    boolean complete() {
      return own > 20 && kernelFrames > 0 && userFrames > 0;
    }

    private void at(long timeNanos) {
      records++;
      if (timeNanos < last) {
        outOfOrder++;
      }
      last = timeNanos;
    }

    @Override
    public void onSample(PerfSample sample) {
      at(sample.timeNanos());
      if (sample.pid() == pid) {
        own++;
        kernelFrames += sample.kernelFrames();
        userFrames += sample.userFrames();
      }
    }

    @Override
    public void onMmap2(MmapRecord record) {
      at(record.timeNanos());
      if (record.pid() == pid) {
        paths.add(record.path());
      }
    }

    @Override
    public void onComm(int process, int tid, String comm, boolean exec, long timeNanos) {
      at(timeNanos);
      if (process == pid) {
        events.add((exec ? "exec " : "comm ") + comm);
      }
    }

    @Override
    public void onFork(int process, int tid, int parentPid, int parentTid, long timeNanos) {
      at(timeNanos);
      if (process == pid) {
        events.add("fork");
      }
    }

    @Override
    public void onExit(int process, int tid, long timeNanos) {
      at(timeNanos);
      if (process == pid) {
        events.add("exit");
        ended = true;
      }
    }
  }
}
