package dev.kedge.cli.verify;

import dev.kedge.cli.CommandGroup;
import dev.kedge.verify.kernel.Kernel;
import dev.kedge.verify.result.VerificationResult;
import dev.kedge.verify.suite.Plan;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
    footer = {
      "",
      "Examples:",
      "  kedge verify --baseline debian:6.12 --candidate debian:7.3",
      "  kedge verify --baseline debian:6.17 --candidate ~/src/linux --plan smoke",
      "",
      "Exit code 1 when a gate does not hold, or too little was seen to say."
    })
public final class VerifyCommand implements CommandGroup, Callable<Integer> {
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
  public List<String> subcommands() {
    return List.of(
        "fetch",
        "kernels",
        "plan",
        "run",
        "selftest",
        "bisect",
        "export",
        "upload",
        "from-issue",
        "keygen",
        "certify",
        "check-certificate",
        "help");
  }

  @Override
  public Object subcommand(String name) {
    return switch (name) {
      case "fetch" -> new FetchCommand();
      case "kernels" -> new KernelsCommand();
      case "plan" -> new PlanCommand();
      case "run" -> new RunCommand();
      case "selftest" -> new SelftestCommand();
      case "bisect" -> new BisectCommand();
      case "export" -> new ExportCommand();
      case "upload" -> new UploadCommand();
      case "from-issue" -> new FromIssueCommand();
      case "keygen" -> new KeygenCommand();
      case "certify" -> new CertifyCommand();
      case "check-certificate" -> new CheckCertificateCommand();
      default -> throw new IllegalArgumentException(name);
    };
  }

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
