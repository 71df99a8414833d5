package dev.kedge.cli.patches;

import dev.kedge.cli.ExitCode;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.index.CommitIndex;
import dev.kedge.patches.missing.IgnoreList;
import dev.kedge.patches.missing.KernelVulnerabilities;
import dev.kedge.patches.missing.MissingFix;
import dev.kedge.patches.missing.MissingQuery;
import dev.kedge.patches.missing.ScanResult;
import dev.kedge.patches.missing.ToldFixes;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kedge patches watch}: fixes that land upstream after the last look. */
@Command(
    name = "watch",
    description = {
      "Prints each fix that a branch lacks once, and again looks whenever --every has passed. It",
      "fetches nothing: let a timer run git fetch."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  kedge patches watch --branch my-6.6 --upstream origin/master --every 10m --json",
      "  kedge patches watch --branch my-6.6 --upstream origin/master --once",
      "",
      "Exit code with --once: 1 when a fix was printed that was not told before."
    })
final class WatchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private MissingOptions options = new MissingOptions();

  @Option(
      names = "--state",
      paramLabel = "FILE",
      required = true,
      description = "keeps which fixes were told")
  private Path state = Path.of("");

  @Option(
      names = "--every",
      paramLabel = "TIME",
      defaultValue = "10m",
      description = "how often to look, default 10m")
  private Duration every = Duration.ofMinutes(10);

  @Option(names = "--once", description = "look once and end, for a timer")
  private boolean once;

  @Option(names = "--json", description = "print one JSON object per missing fix and line")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    if (every.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("--every is at least 1s");
    }
    int code = look();
    while (!once) {
      Thread.sleep(every);
      code = look();
    }
    return code;
  }

  private int look() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    GitRepository repository = options.repository();
    MissingQuery query = options.query(repository);
    IgnoreList ignored = options.ignored();
    KernelVulnerabilities vulnerabilities = options.vulnerabilities();
    LocalDate today = LocalDate.ofInstant(InstantSource.system().instant(), ZoneOffset.UTC);
    ToldFixes told = ToldFixes.read(state);
    List<MissingFixText.Tried> fresh = new ArrayList<>();
    try (CommitIndex index = options.index(repository)) {
      ScanResult result = MissingOptions.scan(index, query, err);
      for (MissingFix fix : result.fixes()) {
        if (ignored.holding(fix, today).isEmpty() && !told.contains(fix.fix())) {
          fresh.add(
              new MissingFixText.Tried(
                  fix,
                  Optional.empty(),
                  vulnerabilities.closedBy(fix.fix(), fix.upstream()),
                  List.of()));
        }
      }
      result.unchecked().forEach(text -> err.println("not checked: " + text));
    }
    MissingFixText text = new MissingFixText(out, err);
    if (json) {
      fresh.forEach(text::json);
    } else {
      text.table(fresh);
    }
    out.flush();
    told.add(state, fresh.stream().map(tried -> tried.fix().fix()).toList());
    return fresh.isEmpty() ? ExitCode.OK : ExitCode.FINDING;
  }
}
