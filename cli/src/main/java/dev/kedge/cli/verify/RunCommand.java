package dev.kedge.cli.verify;

import dev.kedge.verify.kernel.Kernel;
import dev.kedge.verify.result.VerificationResult;
import dev.kedge.verify.suite.Plan;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kedge verify run}: a plan over any number of kernels, without a comparison. */
@Command(
    name = "run",
    description = {
      "Runs a plan over any number of kernels, one after the other in each round, and shows what",
      "each gave. The gates that need no baseline are applied to the last."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  kedge verify run debian:6.12 --plan smoke",
      "  kedge verify run debian:6.1 debian:6.12 debian:6.17.13 debian:6.18 debian:7.3"
    })
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private RunOptions options = new RunOptions();

  @Parameters(
      arity = "1..*",
      paramLabel = "KERNEL",
      description = "debian:VERSION[/FLAVOUR], packages (parts with commas), a folder, an image")
  private List<String> names = List.of();

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    Plan plan = options.planned.plan();
    List<Kernel> kernels = options.open(names, err);
    VerificationResult run = options.run(plan, kernels, Optional.empty(), err);
    return new Judgement(plan, options).of(kernels, run, spec.commandLine().getOut(), err);
  }
}
