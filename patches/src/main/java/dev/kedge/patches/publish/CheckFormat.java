package dev.kedge.patches.publish;

import dev.kedge.patches.check.CheckResult;

/** A form of a check's result. */
public enum CheckFormat {
  /** For people. */
  TEXT(new TextReport()),
  /** The contract of {@code kedge patches check --json}. */
  JSON(new JsonReport()),
  /** SARIF 2.1.0 (OASIS), for code scanning. */
  SARIF(new SarifReport()),
  /** Workflow commands of GitHub Actions. */
  GITHUB(new GitHubAnnotations()),
  /** GitLab's code quality report. */
  GITLAB(new GitLabQuality()),
  /** Gerrit's ReviewInput with robot comments. */
  GERRIT(new GerritReview()),
  /** KTAP 1 (Linux, Documentation/dev-tools/ktap.rst): a subtest per commit, a line per rule. */
  KTAP(new KtapReport());

  private final Report report;

  CheckFormat(Report report) {
    this.report = report;
  }

  /** Writes a result. */
  interface Report {
    /** The whole document, without a newline at its end. */
    String of(CheckResult result);
  }

  /** The result in this form, without a newline at its end. */
  public String text(CheckResult result) {
    return report.of(result);
  }
}
