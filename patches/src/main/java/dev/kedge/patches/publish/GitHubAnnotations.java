package dev.kedge.patches.publish;

import dev.kedge.model.Printable;
import dev.kedge.patches.check.CheckResult;
import dev.kedge.patches.check.Finding;
import java.util.stream.Collectors;

/** One workflow command per finding: {@code ::error file=F,title=T::MESSAGE}. */
final class GitHubAnnotations implements CheckFormat.Report {
  @Override
  public String of(CheckResult result) {
    return result.findings().stream()
        .map(GitHubAnnotations::line)
        .collect(Collectors.joining("\n"));
  }

  private static String line(Finding finding) {
    String kind = finding.waiver().isPresent() ? "notice" : finding.fails() ? "error" : "warning";
    String file = finding.path().map(path -> "file=" + property(path) + ",").orElse("");
    return "::%s %stitle=%s::%s"
        .formatted(
            kind,
            file,
            property(finding.rule().label() + " " + finding.commit().abbreviated()),
            data(Printable.of(finding.subject() + ": " + finding.message(), 4_000)));
  }

  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
