package dev.kedge.wire;

import dev.kedge.profile.ProfileWindow;
import dev.kedge.wire.proto.WindowMessage;

/**
 * Profile windows as protobuf bytes ({@code window.proto}): columns with string and id tables, so
 * that a compressor sees like beside like. Stateless.
 *
 * <p>Ids of frames and stacks defined in a window are hashes of their content ({@link
 * dev.kedge.profile.StackIds}); they are worked out again by the reader, which therefore cannot be
 * told a false one.
 */
public final class WindowCodec {
  private static final String WHAT = "profile window";

  private WindowCodec() {}

  /**
   * Writes a window.
   *
   * @throws WireException when a value is beyond {@link WireLimits}, or a definition's id is not
   *     that of its content
   */
  public static byte[] encode(ProfileWindow window) {
    return MessageBytes.of(WHAT, new WindowWriter().message(window));
  }

  /**
   * Reads a window.
   *
   * @throws WireException when the bytes are no window or go beyond {@link WireLimits}
   */
  public static ProfileWindow decode(byte[] bytes) {
    return MessageBytes.read(
        WHAT,
        bytes,
        2 * WireLimits.STRINGS + WireLimits.ENTRIES,
        WindowMessage.parser(),
        message -> new WindowReader(message).window());
  }
}
