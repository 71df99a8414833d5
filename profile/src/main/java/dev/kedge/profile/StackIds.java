package dev.kedge.profile;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Identity of frames and stacks: 64-bit hashes that depend on nothing but the code, so that two
 * hosts give the same stack the same id and dictionaries can be merged by key.
 *
 * <p>With 64 bits, one million different stacks collide with a chance of about 3e-8 (birthday
 * bound).
 */
public final class StackIds {
  private static final long SEED = 0x9E3779B97F4A7C15L;

  private StackIds() {}

  /** Identity of a frame, over its origin, module and offset. */
  public static long frame(Frame frame) {
    return switch (frame) {
      case Frame.Code code -> {
        long hash = mix(SEED, text(code.origin().name()));
        hash = mix(hash, text(code.module().buildId().map(Object::toString).orElse("")));
        // A build-id names the content wherever it is installed; only without one does the path
        // count.
        if (code.module().buildId().isEmpty()) {
          hash = mix(hash, text(code.module().path()));
        }
        yield mix(hash, code.offset());
      }
      case Frame.Unknown unknown -> mix(~SEED, text(unknown.reason().name()));
    };
  }

  /**
   * The offset of a function that has none: of generated or interpreted code. The same in every
   * process and on every host, wherever the function was put.
   */
  public static long function(String name) {
    return text(name) & Long.MAX_VALUE;
  }

  /** Identity of a stack, over its frames' identities in order, leaf first. */
  public static long stack(List<Long> frameIds) {
    long hash = mix(SEED, frameIds.size());
    for (int i = 0; i < frameIds.size(); i++) {
      hash = mix(hash, frameIds instanceof FrameIdList list ? list.at(i) : frameIds.get(i));
    }
    return hash;
  }

  /** Identity of a stack, as {@link #stack(List)}, without boxing. */
  public static long stack(long[] frameIds) {
    long hash = mix(SEED, frameIds.length);
    for (long id : frameIds) {
      hash = mix(hash, id);
    }
    return hash;
  }

  private static long text(String text) {
    long hash = SEED;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001B3L;
    }
    return hash;
  }

  /** One round of the 64-bit finalizer of MurmurHash3 over the running hash and a value. */
  private static long mix(long hash, long value) {
    long h = hash * 31 + value;
    h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
    h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return h ^ (h >>> 33);
  }
}
