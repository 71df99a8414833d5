package dev.kedge.patches.check;

import dev.kedge.patches.CommitId;
import java.util.Optional;

/**
 * Something a rule objects to.
 *
 * @param rule which rule
 * @param level how much it matters
 * @param commit the commit it is about
 * @param subject the commit's subject
 * @param path the file it is about; empty for the message
 * @param message what is wrong and what to do
 * @param waiver the waiver that lets it pass, if any
 */
public record Finding(
    Rule rule,
    Level level,
    CommitId commit,
    String subject,
    Optional<String> path,
    String message,
    Optional<Waivers.Entry> waiver) {
  /** Says whether it makes the range fail. */
  public boolean fails() {
    return level == Level.BLOCKING && waiver.isEmpty();
  }
}
