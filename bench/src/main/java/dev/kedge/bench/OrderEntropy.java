package dev.kedge.bench;

import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampleCount;
import dev.kedge.profile.SampledTask;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the order of samples takes when all that is known beforehand are the sums: bits to tell
 * which ticks of each CPU's clock have a sample, which task each is of, and which of the task's
 * stacks. A coder can only do with less where samples depend on those before them.
 *
 * @param ticks bytes a sample
 * @param tasks bytes a sample
 * @param stacks bytes a sample
 */
record OrderEntropy(double ticks, double tasks, double stacks) {
  static OrderEntropy of(List<ProfileWindow> windows) {
    Map<SampledTask, Map<Long, Long>> byTask = new HashMap<>();
    Map<Integer, Long> byCpu = new HashMap<>();
    long ticks = 0;
    long samples = 0;
    for (ProfileWindow window : windows) {
      ticks += window.range().duration().dividedBy(window.period());
      for (SampleCount row : window.samples()) {
        byTask
            .computeIfAbsent(row.task(), _ -> new HashMap<>())
            .merge(row.stackId(), row.count(), Long::sum);
        row.moments().forEach((_, cpu) -> byCpu.merge(cpu, 1L, Long::sum));
        samples += row.count();
      }
    }
    double choosingTicks = 0;
    for (long of : byCpu.values()) {
      ticks = Math.max(ticks, of);
    }
    for (long of : byCpu.values()) {
      choosingTicks += logFactorial(ticks) - logFactorial(of) - logFactorial(ticks - of);
    }
    double choosingTasks = logFactorial(samples);
    double choosingStacks = 0;
    for (Map<Long, Long> stacks : byTask.values()) {
      double ofTask = logFactorial(stacks.values().stream().mapToLong(Long::longValue).sum());
      choosingTasks -= ofTask;
      choosingStacks += ofTask;
      for (long count : stacks.values()) {
        choosingStacks -= logFactorial(count);
      }
    }
    double bytes = 8 * Math.log(2) * samples;
    return new OrderEntropy(choosingTicks / bytes, choosingTasks / bytes, choosingStacks / bytes);
  }

  /** Natural logarithm, by Stirling's series from where that is exact enough. */
  private static double logFactorial(long count) {
    double number = count;
    if (count < 20) {
      double sum = 0;
      for (double i = 2; i <= number; i++) {
        sum += Math.log(i);
      }
      return sum;
    }
    return number * Math.log(number)
        - number
        + 0.5 * Math.log(2 * Math.PI * number)
        + 1.0 / (12 * number);
  }
}
