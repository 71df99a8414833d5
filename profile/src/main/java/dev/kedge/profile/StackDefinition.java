package dev.kedge.profile;

import java.util.List;

/**
 * One entry of a stack dictionary.
 *
 * @param id {@link StackIds#stack} of the frames, the same on every host
 * @param frameIds {@link StackIds#frame} of each frame, leaf first
 */
public record StackDefinition(long id, List<Long> frameIds) {
  public StackDefinition {
    frameIds = List.copyOf(frameIds);
  }
}
