package dev.kedge.verify.run;

import dev.kedge.verify.kernel.Kernel;
import dev.kedge.verify.result.KernelIdentity;
import dev.kedge.verify.result.PlanIdentity;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a run is to do.
 *
 * @param id its name, unique among the runs of a folder
 * @param plan the plan it follows
 * @param boots the boots of one round for a kernel
 * @param kernels all kernels, the baseline first
 * @param baseline the label of the kernel to compare with; empty when there is none
 * @param candidate the label of the kernel under judgement
 * @param rounds how often each kernel does the boots
 * @param folder where results go
 */
public record RunOrder(
    String id,
    PlanIdentity plan,
    Function<KernelIdentity, List<PlannedBoot>> boots,
    List<Kernel> kernels,
    Optional<String> baseline,
    String candidate,
    int rounds,
    Path folder) {
  private static final int MAX_ROUNDS = 1000;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when there is no kernel, two have one label, or the rounds are
   *     out of range
   */
  public RunOrder {
    kernels = List.copyOf(kernels);
    long labels = kernels.stream().map(k -> k.identity().label()).distinct().count();
    if (kernels.isEmpty() || labels < kernels.size()) {
      throw new IllegalArgumentException("expected kernels, each named once");
    }
    if (rounds < 1 || rounds > MAX_ROUNDS) {
      throw new IllegalArgumentException(
          "%d rounds, expected 1 to %d".formatted(rounds, MAX_ROUNDS));
    }
  }
}
