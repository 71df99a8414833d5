package dev.kedge.agent;

import dev.kedge.profile.ProfileWindow;

/** Takes finished windows, in order, on the thread that names them. */
@FunctionalInterface
public interface ProfileSink {
  /**
   * Takes one window.
   *
   * @return false when it, or an earlier one, will not reach its reader, so that dictionary entries
   *     must be sent again
   */
  boolean accept(ProfileWindow window);
}
