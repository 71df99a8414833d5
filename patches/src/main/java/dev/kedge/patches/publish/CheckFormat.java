package dev.kedge.patches.publish;

import dev.kedge.patches.check.CheckResult;

/** A form of a check's result. */
public enum CheckFormat {
  /** For people. */
  TEXT,
  /** The contract of {@code kedge patches check --json}. */
  JSON,
  /** SARIF 2.1.0 (OASIS), for code scanning. */
  SARIF,
  /** Workflow commands of GitHub Actions. */
  GITHUB,
  /** GitLab's code quality report. */
  GITLAB,
  /** Gerrit's ReviewInput with robot comments. */
  GERRIT,
  /** KTAP 1 (Linux, Documentation/dev-tools/ktap.rst): a subtest per commit, a line per rule. */
  KTAP;

  /** Writes a result. */
  interface Report {
    /** The whole document, without a newline at its end. */
    String of(CheckResult result);
  }

  /** The result in this form, without a newline at its end. */
  public String text(CheckResult result) {
    Report report =
        switch (this) {
          case TEXT -> new TextReport();
          case JSON -> new JsonReport();
          case SARIF -> new SarifReport();
          case GITHUB -> new GitHubAnnotations();
          case GITLAB -> new GitLabQuality();
          case GERRIT -> new GerritReview();
          case KTAP -> new KtapReport();
        };
    return report.of(result);
  }
}
