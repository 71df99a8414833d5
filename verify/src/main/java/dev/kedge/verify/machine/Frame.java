package dev.kedge.verify.machine;

import dev.kedge.verify.result.CaseResult;

/** One line of the guest's first process on the second serial line. */
public sealed interface Frame {
  /** The guest's first process runs. */
  record Boot() implements Frame {}

  /** Modules are loaded, file systems mounted: suites can start. */
  record Ready() implements Frame {}

  /**
   * A suite starts.
   *
   * @param suite its name
   */
  record Start(String suite) implements Frame {}

  /**
   * A case of the running suite ended.
   *
   * @param result what it gave
   */
  record Result(CaseResult result) implements Frame {}

  /**
   * The running suite printed something that is no result, for example KTAP.
   *
   * @param line without its line end
   */
  record Text(String line) implements Frame {}

  /**
   * A suite's program ended.
   *
   * @param suite its name
   * @param code its exit code
   */
  record End(String suite, int code) implements Frame {}

  /**
   * The guest powers off.
   *
   * @param code 0 when every suite's program ended with 0
   */
  record Exit(int code) implements Frame {}

  /**
   * A line that has the boot's nonce and is no frame.
   *
   * @param line what there was, shortened and printable
   * @param reason why it is none
   */
  record Damaged(String line, String reason) implements Frame {}
}
