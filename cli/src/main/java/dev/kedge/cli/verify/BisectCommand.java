package dev.kedge.cli.verify;

import dev.kedge.cli.ExitCode;
import dev.kedge.verify.bisect.Bisection;
import dev.kedge.verify.bisect.Finding;
import dev.kedge.verify.bisect.KernelBisect;
import dev.kedge.verify.bisect.Question;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kedge verify bisect}: the first bad kernel of a list. */
@Command(
    name = "bisect",
    description = {
      "Finds the first bad kernel of an ordered list, and with --and-back where it is good again.",
      "Boots are repeated as often as the test is flaky, until the answer is certain enough."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  kedge verify bisect --find nested:stall --and-back --bad debian:7.2.12 \\",
      "      debian:7.0.4 debian:7.1.5 debian:7.2.12 debian:7.3.4",
      "  kedge verify bisect --find ltp.syscalls --git ~/src/linux --built ~/src/linux \\",
      "      --build make --build -j8 v7.1 v7.2",
      "",
      "Exit code 1 when the answer is not certain enough."
    })
final class BisectCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private PlanOptions options = new PlanOptions();

  @Parameters(
      arity = "2..*",
      paramLabel = "KERNEL",
      description = "kernels in their order, the first one good; with --git two commits")
  private List<String> kernels = List.of();

  @Option(
      names = "--find",
      required = true,
      paramLabel = "CASE[:METRIC]",
      description = "bad is what fails this case, or has this metric as the bad kernel has it")
  private String find = "";

  @Option(
      names = "--bad",
      paramLabel = "KERNEL",
      description = "the known bad one, default the last")
  private @Nullable String bad;

  @Option(names = "--and-back", description = "also find where it is good again")
  private boolean andBack;

  @Option(
      names = "--confidence",
      paramLabel = "P",
      description = "how certain the answer must be, default 0.95")
  private double confidence = 0.95;

  @Option(names = "--max-boots", paramLabel = "N", description = "boots at most, default 100")
  private int maxBoots = 100;

  @Option(
      names = "--references",
      paramLabel = "N",
      description = "boots of the good and the bad one to learn a metric from, default 3")
  private int references = 3;

  @Option(names = "--git", paramLabel = "DIR", description = "a git tree to build commits of")
  private @Nullable Path git;

  @Option(
      names = "--build",
      paramLabel = "ARG",
      description = "the build command, one argument each; {} is the commit's hash")
  private List<String> build = List.of();

  @Option(names = "--built", paramLabel = "PATH", description = "the kernel that a build leaves")
  private @Nullable Path built;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    Question question = Question.parse(find);
    var boots = new BisectBoots(options, options.plan(), question.suite(), err);
    List<String> list =
        git == null ? boots.packages(kernels) : boots.commits(git, build, built, kernels);
    int known = bad == null ? list.size() - 1 : list.indexOf(bad);
    if (known < 1) {
      throw new IllegalArgumentException(
          "--bad " + bad + " is none of the kernels after the first");
    }
    Bisection search =
        new Bisection(list.size(), andBack, OptionalInt.of(known), confidence, maxBoots);
    Finding finding;
    try (boots) {
      finding =
          new KernelBisect(
                  boots,
                  question,
                  (index, seen, detail) -> {
                    err.printf("%-24s %-10s %s%n", list.get(index), seen, detail);
                    err.flush();
                  })
              .run(search, 0, known, references);
    }
    new BisectText(list, finding).print(spec.commandLine().getOut(), options.json);
    return finding.certain() ? ExitCode.OK : ExitCode.FINDING;
  }
}
