package dev.kedge.cli.patches;

import dev.kedge.cli.ExitCode;
import dev.kedge.patches.CommitId;
import dev.kedge.patches.check.CheckResult;
import dev.kedge.patches.check.CodeOwners;
import dev.kedge.patches.check.Policy;
import dev.kedge.patches.check.PolicyFile;
import dev.kedge.patches.check.RangeCheck;
import dev.kedge.patches.check.Waivers;
import dev.kedge.patches.git.CommitRange;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.git.Revision;
import dev.kedge.patches.index.CommitIndex;
import dev.kedge.patches.missing.IgnoreList;
import dev.kedge.patches.publish.CheckFormat;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kedge patches check}: the gate for a range of commits. */
@Command(
    name = "check",
    description = {
      "Checks a range of commits against a policy: origin, sign-offs, upstream commits, order,",
      "missing fixes, files, owners."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  kedge patches check origin/my-6.6..HEAD --preset bytedance --upstream origin/master",
      "  kedge patches check v1..v2 --policy tree.policy --waivers waivers.txt --format sarif",
      "",
      "Exit code 1 when a blocking finding stands that nobody waived."
    })
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RepositoryOptions options = new RepositoryOptions();

  @Parameters(paramLabel = "RANGE", arity = "0..1", description = "BASE..HEAD")
  private Optional<String> range = Optional.empty();

  @Option(
      names = "--upstream",
      paramLabel = "REV",
      description = "the upstream history that commits come from")
  private Optional<String> upstream = Optional.empty();

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description =
          "plain (default), bytedance, chromeos, android, redhat, suse, openeuler or anolis")
  private Optional<String> preset = Optional.empty();

  @Option(names = "--policy", paramLabel = "FILE", description = "use this policy instead")
  private Optional<Path> policy = Optional.empty();

  @Option(
      names = "--print-policy",
      description = "print the policy of --preset as a file to begin from, and stop")
  private boolean printPolicy;

  @Option(names = "--waivers", paramLabel = "FILE", description = "findings let pass")
  private Optional<Path> waivers = Optional.empty();

  @Option(names = "--ignore", paramLabel = "FILE", description = "missing fixes not to take")
  private Optional<Path> ignore = Optional.empty();

  @Option(
      names = "--owners",
      paramLabel = "FILE",
      description = "CODEOWNERS, or MAINTAINERS in the kernel's format")
  private Optional<Path> owners = Optional.empty();

  @Option(
      names = "--checkpatch",
      paramLabel = "DIR",
      description = {
        "kernel tree whose scripts/checkpatch.pl looks at commits",
        "written downstream; it is run, so name one you trust"
      })
  private Optional<Path> checkpatch = Optional.empty();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text, json, sarif, github, gitlab, gerrit or ktap")
  private CheckFormat format = CheckFormat.TEXT;

  @Option(names = "--json", description = "the same as --format json")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (printPolicy) {
      PolicyFile.presetText(policy().name()).forEach(out::println);
      out.flush();
      return ExitCode.OK;
    }
    String wanted =
        range.orElseThrow(() -> new IllegalArgumentException("a range is needed: BASE..HEAD"));
    RangeCheck check =
        new RangeCheck(
            policy(),
            waivers.map(Waivers::read).orElse(Waivers.NONE),
            ignore.map(IgnoreList::read).orElse(IgnoreList.EMPTY),
            owners.map(CodeOwners::read),
            checkpatch.map(Checkpatch::of),
            LocalDate.ofInstant(InstantSource.system().instant(), ZoneOffset.UTC));
    GitRepository repository = options.repository();
    CommitRange commits = CommitRange.parse(repository, wanted);
    Optional<CommitId> tip = upstream.map(text -> repository.resolve(new Revision(text)));
    try (CommitIndex index = options.index(repository)) {
      CheckResult result =
          check.run(index, commits, tip, new IndexingProgress(spec.commandLine().getErr()));
      String text = (json ? CheckFormat.JSON : format).text(result);
      if (!text.isEmpty()) {
        out.println(text);
      }
      out.flush();
      return result.passes() ? ExitCode.OK : ExitCode.FINDING;
    }
  }

  private Policy policy() {
    if (policy.isPresent() && preset.isPresent()) {
      throw new IllegalArgumentException("give either --preset or --policy");
    }
    return policy.map(PolicyFile::read).orElseGet(() -> PolicyFile.preset(preset.orElse("plain")));
  }
}
