package dev.kedge.profile;

import java.util.List;

/**
 * One entry of a stack dictionary.
 *
 * @param id {@link StackIds#stack} of the frames, the same on every host
 * @param frameIds {@link StackIds#frame} of each frame, leaf first; held as one {@code long[]}
 */
public record StackDefinition(long id, List<Long> frameIds) {
  public StackDefinition {
    frameIds = FrameIdList.copyOf(frameIds);
  }

  /** The entry of a stack, with its id worked out; the array is copied. */
  public static StackDefinition of(long... frameIds) {
    return new StackDefinition(StackIds.stack(frameIds), FrameIdList.copyOf(frameIds));
  }

  /** Number of frames. */
  public int depth() {
    return frameIds.size();
  }

  /** The id of one frame without boxing, 0 is the leaf. */
  public long frameId(int index) {
    return frameIds instanceof FrameIdList list ? list.at(index) : frameIds.get(index);
  }
}
