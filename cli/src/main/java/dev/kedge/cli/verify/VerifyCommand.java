package dev.kedge.cli.verify;

import dev.kedge.verify.kernel.Kernel;
import dev.kedge.verify.result.VerificationResult;
import dev.kedge.verify.suite.Plan;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kedge verify}: a candidate kernel against its baseline, in test machines. */
@Command(
    name = "verify",
    description = {
      "Boots a baseline kernel and a candidate in turn in test machines, runs the suites of a plan",
      "in them, compares what was measured and says whether the plan's gates hold."
    },
    mixinStandardHelpOptions = true,
    subcommands = {
      FetchCommand.class,
      KernelsCommand.class,
      PlanCommand.class,
      RunCommand.class,
      SelftestCommand.class,
      BisectCommand.class,
      ExportCommand.class,
      UploadCommand.class,
      FromIssueCommand.class,
      KeygenCommand.class,
      CertifyCommand.class,
      CheckCertificateCommand.class,
      CommandLine.HelpCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  kedge verify --baseline debian:6.12 --candidate debian:7.3",
      "  kedge verify --baseline debian:6.17 --candidate ~/src/linux --plan smoke",
      "",
      "Exit code 1 when a gate does not hold, or too little was seen to say."
    })
public final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private RunOptions options = new RunOptions();

  @Option(
      names = "--baseline",
      paramLabel = "KERNEL",
      description = "the kernel to compare with: debian:VERSION, packages, a folder, an image")
  private @Nullable String baseline;

  @Option(names = "--candidate", paramLabel = "KERNEL", description = "the kernel under judgement")
  private @Nullable String candidate;

  @Override
  public Integer call() {
    if (baseline == null || candidate == null) {
      throw new ParameterException(
          spec.commandLine(), "give --baseline KERNEL and --candidate KERNEL, or a sub-command");
    }
    PrintWriter err = spec.commandLine().getErr();
    Plan plan = options.planned.plan();
    List<Kernel> kernels = options.open(List.of(baseline, candidate), err);
    VerificationResult run = options.run(plan, kernels, Optional.of(baseline), err);
    return new Judgement(plan, options).of(kernels, run, spec.commandLine().getOut(), err);
  }
}
