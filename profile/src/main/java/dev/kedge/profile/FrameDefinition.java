package dev.kedge.profile;

/**
 * One entry of a frame dictionary.
 *
 * @param id {@link StackIds#frame} of the frame
 * @param frame the frame and its function's name, where the agent knew one
 */
public record FrameDefinition(long id, NamedFrame frame) {
  /** The entry of a frame, with its id worked out. */
  public static FrameDefinition of(NamedFrame frame) {
    return new FrameDefinition(StackIds.frame(frame.frame()), frame);
  }
}
