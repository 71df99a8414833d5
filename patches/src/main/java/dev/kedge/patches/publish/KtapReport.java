package dev.kedge.patches.publish;

import dev.kedge.model.Printable;
import dev.kedge.patches.CommitId;
import dev.kedge.patches.check.CheckResult;
import dev.kedge.patches.check.Finding;
import dev.kedge.patches.check.Rule;
import java.util.List;

/** KTAP: a test per commit with a subtest per rule; what is advisory or waived does not fail it. */
final class KtapReport implements CheckFormat.Report {
  @Override
  public String of(CheckResult result) {
    StringBuilder text = new StringBuilder("KTAP version 1\n");
    text.append("1..").append(result.commits().size()).append('\n');
    int number = 0;
    for (CommitId commit : result.commits()) {
      number++;
      List<Finding> findings = result.about(commit);
      text.append("  KTAP version 1\n  1..").append(Rule.values().length).append('\n');
      int line = 0;
      for (Rule rule : Rule.values()) {
        line++;
        List<Finding> of = findings.stream().filter(f -> f.rule() == rule).toList();
        of.forEach(f -> text.append("  # ").append(line(f)).append('\n'));
        text.append(of.stream().anyMatch(Finding::fails) ? "  not ok " : "  ok ");
        text.append(line).append(' ').append(rule.label());
        text.append(result.looked().contains(rule) ? "\n" : " # SKIP not checked\n");
      }
      text.append(findings.stream().anyMatch(Finding::fails) ? "not ok " : "ok ");
      text.append(number).append(' ').append(commit.hex()).append('\n');
    }
    return text.toString().stripTrailing();
  }

  /** Printable, and without the sign that begins a directive. */
  private static String line(Finding finding) {
    String weight = finding.waiver().isPresent() ? "waived" : finding.level().label();
    return weight + ": " + Printable.of(finding.message(), 500).replace('#', '%');
  }
}
