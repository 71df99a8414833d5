package dev.kedge.cli;

import dev.kedge.report.rules.ReportException;
import dev.kedge.report.rules.RuleFile;
import dev.kedge.report.rules.RuleSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Rules files in place of, or added to, those that ship with Kedge. */
final class RulesOption {
  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description = {
        "a rules file of your own; may be given for frames, families and types.",
        "With \"extends shipped\" on its second line it adds to the rules of Kedge"
      })
  private List<Path> files = new ArrayList<>();

  boolean given() {
    return !files.isEmpty();
  }

  /**
   * The rules to work by.
   *
   * @throws ReportException naming file and line of what is wrong
   * @throws IOException when a file cannot be read
   */
  RuleSet rules() throws IOException {
    List<RuleFile> own = new ArrayList<>();
    for (Path file : files) {
      try {
        own.add(RuleFile.read(file));
      } catch (IOException e) {
        throw new IOException(file + ": " + FileFailure.reason(e), e);
      }
    }
    return RuleSet.of(own);
  }
}
