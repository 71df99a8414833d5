package dev.kedge.linux;

import dev.kedge.linux.perf.IgnoredRecords;
import dev.kedge.linux.perf.PerfOptions;
import dev.kedge.linux.perf.PerfSample;
import dev.kedge.linux.perf.PerfSampler;
import dev.kedge.linux.perf.SamplingScope;
import java.nio.file.Path;
import java.util.Random;

/** The child of {@link UnprivilegedTest}: samples itself and prints what it was allowed. */
final class UnprivilegedProbe {
  private UnprivilegedProbe() {}

  public static void main(String[] arguments) {
    Samples samples = new Samples();
    long work = 0;
    try (PerfSampler sampler = PerfSampler.open(PerfOptions.defaults().withFrequency(499))) {
      for (int i = 0; i < 100 && samples.seen == 0 && sampler.scope() != SamplingScope.NONE; i++) {
        work += new Random(i).longs(1_000_000).sum();
        sampler.await(20);
        sampler.drain(samples);
      }
      System.out.println("capabilities=" + Capabilities.read(Path.of("/proc")).names().size());
      System.out.println("work=" + work);
      System.out.println("scope=" + sampler.scope());
      System.out.println("own samples=" + (samples.seen > 0));
      sampler
          .limitations()
          .forEach(
              limitation -> System.out.println(limitation.feature() + ": " + limitation.cause()));
    }
  }

  private static final class Samples extends IgnoredRecords {
    private final int self = Math.toIntExact(ProcessHandle.current().pid());
    private long seen;

    @Override
    public void onSample(PerfSample sample) {
      seen += sample.pid() == self ? 1 : 0;
    }
  }
}
