package dev.kedge.cli.patches;

import dev.kedge.cli.ExitCode;
import dev.kedge.cli.FileFailure;
import dev.kedge.model.Printable;
import dev.kedge.patches.CommitId;
import dev.kedge.patches.PatchesException;
import dev.kedge.patches.check.CodeOwners;
import dev.kedge.patches.debt.DebtCsv;
import dev.kedge.patches.debt.DebtEntry;
import dev.kedge.patches.debt.DebtLedger;
import dev.kedge.patches.debt.DebtPage;
import dev.kedge.patches.debt.DebtTrend;
import dev.kedge.patches.debt.LedgerBuilder;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.git.Revision;
import dev.kedge.patches.index.CommitIndex;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code kedge patches debt}: what a tree carries that upstream does not have. */
@Command(
    name = "debt",
    description = {
      "Lists the patches a tree carries that upstream does not have, by subsystem, owner, age,"
          + " size",
      "and how far each is on its way upstream. With --release the trend from release to release."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  kedge patches debt --branch my-6.6 --base v6.6 --upstream origin/master",
      "  kedge patches debt --branch my-6.6 --base v6.6 --release my-6.6.1 --release my-6.6.2 \\",
      "      --html debt.html --csv debt.csv"
    })
final class DebtCommand implements Callable<Integer> {
  private static final int SHOWN = 20;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RepositoryOptions options = new RepositoryOptions();

  @Mixin private TreeOptions tree = new TreeOptions();

  @Option(
      names = "--upstream",
      paramLabel = "REV",
      description = "the newest upstream commit known, default the base")
  private Optional<String> upstream = Optional.empty();

  @Option(
      names = "--release",
      paramLabel = "REV",
      description = "an earlier release of the tree, oldest first; may be given several times")
  private List<String> releases = new ArrayList<>();

  @Option(
      names = "--owners",
      paramLabel = "FILE",
      description = "CODEOWNERS, or MAINTAINERS in the kernel's format; without it authors own")
  private Optional<Path> owners = Optional.empty();

  @Option(names = "--csv", paramLabel = "FILE", description = "write one line per patch here")
  private Optional<Path> csv = Optional.empty();

  @Option(names = "--html", paramLabel = "FILE", description = "write a page here")
  private Optional<Path> html = Optional.empty();

  @Option(names = "--json", description = "print the ledger as one JSON object")
  private boolean json;

  @Override
  public Integer call() {
    GitRepository repository = options.repository();
    CommitId bottom = tree.base(repository);
    CommitId top = upstream.map(rev -> repository.resolve(new Revision(rev))).orElse(bottom);
    List<String> names = new ArrayList<>(releases);
    names.add(tree.branch());
    List<CommitId> tips = new ArrayList<>();
    names.forEach(name -> tips.add(repository.resolve(new Revision(name))));
    List<DebtLedger> ledgers = new ArrayList<>();
    PrintWriter err = spec.commandLine().getErr();
    try (CommitIndex index = options.index(repository)) {
      List<CommitId> all = new ArrayList<>(tips);
      all.add(bottom);
      all.add(top);
      RepositoryOptions.update(index, all, err);
      LedgerBuilder builder = new LedgerBuilder(index, owners.map(CodeOwners::read));
      Progress progress = new Progress(err, "measuring");
      for (int i = 0; i < tips.size(); i++) {
        ledgers.add(builder.build(names.get(i), tips.get(i), bottom, top, progress));
      }
    }
    DebtTrend trend = new DebtTrend(ledgers);
    csv.ifPresent(file -> write(file, out -> DebtCsv.write(ledgers.getLast(), out)));
    html.ifPresent(file -> write(file, out -> DebtPage.write(trend, out)));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonMapper.shared().writeValueAsString(object(trend)));
    } else {
      print(trend, out);
    }
    out.flush();
    return ExitCode.OK;
  }

  /** Writes text to a file. */
  @FunctionalInterface
  private interface Writing {
    void to(Writer out) throws IOException;
  }

  private static void write(Path file, Writing writing) {
    try (Writer out = Files.newBufferedWriter(file)) {
      writing.to(out);
    } catch (IOException e) {
      throw PatchesException.environment(
          "cannot write %s: %s"
              .formatted(Printable.of(file.toString(), 300), FileFailure.reason(e)),
          e);
    }
  }

  private static void print(DebtTrend trend, PrintWriter out) {
    DebtLedger ledger = trend.releases().getLast();
    DebtLedger.Sum total = ledger.total();
    out.println(
        "%,d patches upstream does not have, %,d lines, half of them older than %,d days; %,d backports; %,d taken back"
            .formatted(
                total.patches(),
                total.lines(),
                total.medianAgeDays(),
                ledger.backports(),
                ledger.takenBack()));
    table("subsystem", ledger, DebtEntry::subsystem, out);
    table("owner", ledger, DebtEntry::owner, out);
    table("state", ledger, entry -> entry.state().label(), out);
    if (trend.releases().size() > 1) {
      out.println();
      trend
          .steps()
          .forEach(step ->
              out.println(
                  "%s -> %s: %,d patches more, %,d fewer"
                      .formatted(
                          Printable.of(step.from(), 60),
                          Printable.of(step.to(), 60),
                          step.added(),
                          step.gone())));
    }
  }

  private static void table(
      String head, DebtLedger ledger, Function<DebtEntry, String> property, PrintWriter out) {
    List<DebtLedger.Sum> sums = ledger.by(property);
    out.println();
    out.println("%-44s  %8s  %10s  %10s".formatted(head, "patches", "lines", "age, days"));
    sums.stream()
        .limit(SHOWN)
        .forEach(sum ->
            out.println(
                "%-44s  %,8d  %,10d  %,10d"
                    .formatted(
                        Printable.of(sum.key(), 44),
                        sum.patches(),
                        sum.lines(),
                        sum.medianAgeDays())));
    if (sums.size() > SHOWN) {
      out.println("and %,d more".formatted(sums.size() - SHOWN));
    }
  }

  private static Map<String, Object> object(DebtTrend trend) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("releases", trend.releases().stream().map(DebtCommand::summary).toList());
    root.put(
        "patches", trend.releases().getLast().entries().stream().map(DebtCommand::object).toList());
    return root;
  }

  private static Map<String, Object> summary(DebtLedger ledger) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", ledger.name());
    object.put("at", ledger.atSeconds());
    object.put("patches", ledger.total().patches());
    object.put("lines", ledger.total().lines());
    object.put("medianAgeDays", ledger.total().medianAgeDays());
    object.put("backports", ledger.backports());
    object.put("takenBack", ledger.takenBack());
    return object;
  }

  private static Map<String, Object> object(DebtEntry entry) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("commit", entry.commit().hex());
    object.put("subject", entry.subject());
    object.put("class", entry.kind().label());
    object.put("subsystem", entry.subsystem());
    object.put("owner", entry.owner());
    object.put("authorTime", entry.authorSeconds());
    object.put("commitTime", entry.commitSeconds());
    object.put("files", entry.files());
    object.put("lines", entry.lines());
    object.put("state", entry.state().label());
    object.put("evidence", entry.evidence());
    return object;
  }
}
