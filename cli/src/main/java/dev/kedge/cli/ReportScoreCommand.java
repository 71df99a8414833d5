package dev.kedge.cli;

import dev.kedge.model.Printable;
import dev.kedge.report.score.LabelledFolder;
import dev.kedge.report.score.Score;
import dev.kedge.report.score.ScoreTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kedge report score}: how often the parser is right on labelled logs. */
@Command(
    name = "score",
    description = {
      "Compares what is found in labelled logs with their labels and prints how often it is right,",
      "over all and by kind of report. Labels are those of the public syzkaller corpus: KEY: value",
      "lines (TITLE, ALT, TYPE, CORRUPTED, ... or FILE), an empty line, the log."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  kedge report score labelled/",
      "  kedge report score labelled/ --rules my-frames.rules --mismatches"
    })
final class ReportScoreCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "DIR", description = "folder of labelled logs, read with its folders")
  private Path directory = Path.of(".");

  @Option(names = "--json", description = "one JSON object, see docs/cli.md")
  private boolean json;

  @Option(names = "--mismatches", description = "also print where parser and labels differ")
  private boolean mismatches;

  @Mixin private RulesOption rules = new RulesOption();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    if (!Files.isDirectory(directory)) {
      err.println("kedge report score: " + Printable.of(directory.toString(), 400) + ": no folder");
      return ExitCode.ENVIRONMENT;
    }
    Score score = new Score(rules.parser());
    int unlabelled = LabelledFolder.read(directory, score::add).size();
    if (unlabelled > 0) {
      err.println("kedge report score: without labels, left out: %d files".formatted(unlabelled));
    }
    if (json) {
      out.println(ReportScoreJson.line(score));
      return ExitCode.OK;
    }
    if (mismatches) {
      score
          .mismatches()
          .forEach(m ->
              out.println(
                  Printable.of(
                      "%s: %s: want %s, got %s"
                          .formatted(m.log(), m.measure().label(), m.wanted(), m.got()),
                      1000)));
    }
    out.print(ScoreTable.of(score));
    return ExitCode.OK;
  }
}
