package dev.kedge.agent;

import dev.kedge.profile.FrameDefinition;
import dev.kedge.profile.StackDefinition;
import java.time.Instant;
import java.util.List;
import org.agrona.collections.LongHashSet;

/**
 * Which stacks and frames the server has been told of, so that each is sent once.
 *
 * <p>Forgets everything at each full hour, at 400,000 entries, and when an upload was lost: a store
 * partitions by time, and an entry that is missing for whatever reason heals within the hour.
 *
 * <p>Not thread-safe, but for {@link #forget}.
 */
final class SentDictionary {
  private static final int MAX_ENTRIES = 400_000;
  private static final long HOUR_SECONDS = 3600;

  private final LongHashSet stacks = new LongHashSet();
  private final LongHashSet frames = new LongHashSet();
  private long hour = Long.MIN_VALUE;
  private volatile boolean lost;

  /** Everything must be sent again. May be called from any thread. */
  void forget() {
    lost = true;
  }

  /** Begins a window that starts at the given time. */
  void beginWindow(Instant start) {
    long windowHour = Math.floorDiv(start.getEpochSecond(), HOUR_SECONDS);
    if (lost || windowHour != hour || stacks.size() + frames.size() > MAX_ENTRIES) {
      lost = false;
      hour = windowHour;
      stacks.clear();
      frames.clear();
    }
  }

  /** Whether the server was told of a stack since the start of the hour. */
  boolean knows(long stackId) {
    return stacks.contains(stackId);
  }

  /**
   * The identity of a stack; definitions that were not sent yet are added to the lists.
   *
   * @param stack leaf first
   */
  long define(
      List<FrameDefinition> stack,
      List<StackDefinition> newStacks,
      List<FrameDefinition> newFrames) {
    long[] ids = new long[stack.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = stack.get(i).id();
    }
    StackDefinition definition = StackDefinition.of(ids);
    if (stacks.add(definition.id())) {
      newStacks.add(definition);
      for (int i = 0; i < ids.length; i++) {
        if (frames.add(ids[i])) {
          newFrames.add(stack.get(i));
        }
      }
    }
    return definition.id();
  }
}
