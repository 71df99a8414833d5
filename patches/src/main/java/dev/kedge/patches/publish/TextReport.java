package dev.kedge.patches.publish;

import dev.kedge.model.Printable;
import dev.kedge.patches.CommitId;
import dev.kedge.patches.check.CheckResult;
import dev.kedge.patches.check.Finding;
import java.util.List;

/** Findings by commit, for people. */
final class TextReport implements CheckFormat.Report {
  @Override
  public String of(CheckResult result) {
    StringBuilder text = new StringBuilder();
    for (CommitId commit : result.commits()) {
      List<Finding> findings = result.about(commit);
      if (!findings.isEmpty()) {
        text.append(commit.abbreviated()).append("  ");
        text.append(Printable.of(findings.getFirst().subject(), 100)).append('\n');
        findings.forEach(finding -> text.append(line(finding)));
      }
    }
    long failing = result.findings().stream().filter(Finding::fails).count();
    text.append(
        "%s: %d commits, %d findings, %d of them block: %s"
            .formatted(
                Printable.of(result.policy(), 80),
                result.commits().size(),
                result.findings().size(),
                failing,
                result.passes() ? "passes" : "fails"));
    return text.toString();
  }

  private static String line(Finding finding) {
    String weight = finding.waiver().isPresent() ? "waived" : finding.level().label();
    String waived =
        finding
            .waiver()
            .map(waiver ->
                " (waived until %s by %s: %s)"
                    .formatted(
                        waiver.until(),
                        Printable.of(waiver.owner(), 60),
                        Printable.of(waiver.reason(), 120)))
            .orElse("");
    return "  %-8s  %-18s  %s%s\n"
        .formatted(weight, finding.rule().label(), finding.message(), waived);
  }
}
