package dev.kedge.cli.verify;

import dev.kedge.verify.kernel.Kernel;
import dev.kedge.verify.machine.LiveMachines;
import dev.kedge.verify.result.VerificationResult;
import dev.kedge.verify.run.BootExecutor;
import dev.kedge.verify.run.RunOrder;
import dev.kedge.verify.run.VerificationRun;
import dev.kedge.verify.suite.Plan;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that run a plan, and the run. */
final class RunOptions {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  @Mixin PlanOptions planned = new PlanOptions();

  @Mixin JudgeOptions judging = new JudgeOptions();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "how often each kernel does the plan's boots, default as the plan says")
  @Nullable Integer rounds;

  /** Opens kernels, in order. */
  List<Kernel> open(List<String> texts, PrintWriter err) {
    List<Kernel> kernels = new ArrayList<>();
    for (String text : texts) {
      kernels.add(planned.cache.open(text, err));
    }
    return kernels;
  }

  /** Runs a plan over kernels; the last is the candidate. */
  VerificationResult run(
      Plan plan, List<Kernel> kernels, Optional<String> baseline, PrintWriter err) {
    InstantSource clock = InstantSource.system();
    try (LiveMachines live = new LiveMachines()) {
      BootExecutor executor = planned.executor(plan, live);
      Kernel candidate = kernels.getLast();
      RunOrder order =
          new RunOrder(
              candidate.identity().release().value().replaceAll("[^A-Za-z0-9._+~-]", "_")
                  + "-"
                  + STAMP.format(clock.instant()),
              plan.identity(),
              plan::boots,
              kernels,
              baseline,
              candidate.identity().label(),
              rounds == null ? plan.rounds() : rounds,
              planned.out);
      return new VerificationRun(executor, live, clock, new BootProgress(err)).run(order);
    }
  }
}
