package dev.kedge.server.merge;

import dev.kedge.patches.CommitId;

/** What a webhook says of a merge request. */
sealed interface HookEvent {
  /**
   * It is open, ready and labelled for the queue.
   *
   * @param source host and number, {@code github#12} or {@code gitlab!12}
   * @param title its title
   * @param author who proposes it
   * @param head its newest commit
   * @param ref the remote's ref that holds it
   * @param again whether it was labelled, pushed to or opened just now
   */
  record Ready(String source, String title, String author, CommitId head, String ref, boolean again)
      implements HookEvent {}

  /**
   * It is closed, a draft, or without the label: it leaves the queue.
   *
   * @param source host and number
   * @param why in words
   */
  record Gone(String source, String why) implements HookEvent {}

  /**
   * Nothing for this queue.
   *
   * @param why in words
   */
  record Ignored(String why) implements HookEvent {}
}
