package dev.kedge.profile;

import dev.kedge.model.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Adds up the profile windows of one host into one profile with names, without a store: what {@code
 * kedge profile record} writes.
 *
 * <p>Windows must be added in the order they were made, because later ones refer to dictionary
 * entries of earlier ones. Not thread-safe.
 */
public final class WindowMerger {
  private record ProcessStack(int pid, String command, Namespaces namespaces, long stackId) {}

  private final Map<Long, List<Long>> stacks = new HashMap<>();
  private final Map<Long, NamedFrame> frames = new HashMap<>();
  private final Map<ProcessStack, Long> counts = new HashMap<>();
  private Optional<Instant> start = Optional.empty();
  private Instant end = Instant.EPOCH;
  private Duration period = Duration.ZERO;
  private final SampleKind kind;
  private long lost;

  /** A merger of CPU samples. */
  public WindowMerger() {
    this(SampleKind.CPU);
  }

  /** A merger of samples of one kind; of windows of other kinds it takes the definitions. */
  public WindowMerger(SampleKind kind) {
    this.kind = kind;
  }

  /** Adds one window. */
  public void add(ProfileWindow window) {
    window.newStacks().forEach(stack -> stacks.put(stack.id(), stack.frameIds()));
    window.newFrames().forEach(frame -> frames.put(frame.id(), frame.frame()));
    if (window.kind() != kind) {
      return;
    }
    start = start.or(() -> Optional.of(window.range().start()));
    end = window.range().end();
    period = window.period();
    lost += window.lost();
    for (SampleCount sample : window.samples()) {
      counts.merge(
          new ProcessStack(
              sample.pid(), sample.command(), sample.task().namespaces(), sample.stackId()),
          sample.count(),
          Long::sum);
    }
  }

  /**
   * The profile of all windows added so far.
   *
   * @throws IllegalStateException when no window was added, or one refers to a stack that none of
   *     them defines
   */
  public Profile merge() {
    Instant first = start.orElseThrow(() -> new IllegalStateException("no window was added"));
    List<WeightedStack> merged = new ArrayList<>(counts.size());
    counts.forEach((key, count) ->
        merged.add(
            new WeightedStack(
                key.command(), key.pid(), frames(key.stackId()), count, key.namespaces())));
    return new Profile(new TimeRange(first, end), kind, period, merged, lost);
  }

  private List<NamedFrame> frames(long stackId) {
    List<Long> ids = stacks.get(stackId);
    if (ids == null) {
      throw new IllegalStateException("stack %016x is in no dictionary".formatted(stackId));
    }
    return ids.stream().map(frames::get).toList();
  }
}
