package dev.kedge.patches.check;

/** Some rules that look at one commit of a range at a time. */
interface CommitRules {
  /** Looks at a commit and says what is wrong with it. */
  void check(CheckedCommit commit, Objections objections);
}
