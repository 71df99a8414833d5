package dev.kedge.cli;

import dev.kedge.report.ReportParser;
import dev.kedge.report.hang.HangReader;
import dev.kedge.report.rules.ReportException;
import dev.kedge.report.rules.RuleFile;
import dev.kedge.report.rules.RuleSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Rules files in place of, or added to, those that ship with Kedge. */
final class RulesOption {
  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description = {
        "a rules file of your own; may be given once for each kind of rules.",
        "With \"extends shipped\" on its second line it adds to the rules of Kedge"
      })
  private List<Path> files = new ArrayList<>();

  boolean given() {
    return !files.isEmpty();
  }

  /** The same option for another process. */
  List<String> arguments() {
    return files.stream()
        .flatMap(file -> Stream.of("--rules", file.toAbsolutePath().toString()))
        .toList();
  }

  /**
   * Finds reports by these rules.
   *
   * @throws IllegalArgumentException naming file and line of what is wrong
   */
  ReportParser parser() {
    RuleSet rules = rules();
    try {
      return new ReportParser(rules);
    } catch (ReportException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * Finds who waits for whom by these rules.
   *
   * @throws IllegalArgumentException naming file and line of what is wrong
   */
  HangReader hangReader() {
    RuleSet rules = rules();
    try {
      return new HangReader(rules);
    } catch (ReportException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private RuleSet rules() {
    List<RuleFile> own = new ArrayList<>();
    for (Path file : files) {
      try {
        own.add(RuleFile.read(file));
      } catch (ReportException e) {
        throw new IllegalArgumentException(e.getMessage(), e);
      } catch (IOException e) {
        throw new IllegalArgumentException(file + ": " + FileFailure.reason(e), e);
      }
    }
    try {
      return RuleSet.of(own);
    } catch (ReportException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
