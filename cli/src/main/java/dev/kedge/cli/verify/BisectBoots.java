package dev.kedge.cli.verify;

import dev.kedge.verify.VerifyException;
import dev.kedge.verify.bisect.GitBuilds;
import dev.kedge.verify.bisect.KernelBisect;
import dev.kedge.verify.kernel.Kernel;
import dev.kedge.verify.machine.LiveMachines;
import dev.kedge.verify.result.BootResult;
import dev.kedge.verify.run.BootExecutor;
import dev.kedge.verify.run.PlannedBoot;
import dev.kedge.verify.run.PlannedSuite;
import dev.kedge.verify.suite.Plan;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Boots one suite of a plan on the kernels of a search. */
final class BisectBoots implements KernelBisect.Boots, AutoCloseable {
  private final PlanOptions options;
  private final Plan plan;
  private final String suite;
  private final PrintWriter err;
  private final LiveMachines live = new LiveMachines();
  private @Nullable BootExecutor executor;
  private List<String> names = List.of();
  private Function<String, Optional<Kernel>> kernels = name -> Optional.empty();

  BisectBoots(PlanOptions options, Plan plan, String suite, PrintWriter err) {
    this.options = options;
    this.plan = plan;
    this.suite = suite;
    this.err = err;
  }

  /** The kernels as the user named them. */
  List<String> packages(List<String> given) {
    names = given;
    kernels = name -> Optional.of(options.cache.open(name, err));
    return names;
  }

  /** The commits between the two the user named. */
  List<String> commits(Path tree, List<String> build, @Nullable Path built, List<String> ends) {
    if (build.isEmpty() || built == null || ends.size() != 2) {
      throw new IllegalArgumentException(
          "--git needs --build, --built and two commits: a good one and a bad one");
    }
    GitBuilds builds = new GitBuilds(tree, build, options.out.resolveSibling("build.log"));
    names = builds.commits(ends.getFirst(), ends.getLast());
    kernels =
        commit ->
            builds.build(commit)
                ? Optional.of(options.cache.open(built.toString(), err))
                : Optional.empty();
    return names;
  }

  @Override
  public Optional<BootResult> boot(int index, int number) {
    Optional<Kernel> kernel = kernels.apply(names.get(index));
    if (kernel.isEmpty()) {
      return Optional.empty();
    }
    if (executor == null) {
      executor = options.executor(plan, live);
    }
    PlannedBoot boot = boot(kernel.get());
    String console = "consoles/%d-%d.log".formatted(index + 1, number + 1);
    return Optional.of(
        executor.boot(kernel.get(), boot, number + 1, options.out, console, frame -> {}));
  }

  /** The plan's first boot with the suite, without its other suites. */
  private PlannedBoot boot(Kernel kernel) {
    for (PlannedBoot boot : plan.boots(kernel.identity())) {
      for (PlannedSuite one : boot.suites()) {
        if (one.name().equals(suite)) {
          return new PlannedBoot(boot.name(), boot.machine(), List.of(one), boot.limits());
        }
      }
    }
    throw new VerifyException(
        "the plan %s has no suite %s".formatted(plan.identity().name(), suite));
  }

  @Override
  public void close() {
    live.close();
  }
}
