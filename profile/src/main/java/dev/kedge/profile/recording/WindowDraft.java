package dev.kedge.profile.recording;

import dev.kedge.profile.CodeModule;
import dev.kedge.profile.Frame;
import dev.kedge.profile.FrameDefinition;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.SampleCount;
import dev.kedge.profile.SampleMoments;
import dev.kedge.profile.SampledTask;
import dev.kedge.profile.StackDefinition;
import dev.kedge.profile.StackIds;
import dev.kedge.profile.UnknownReason;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The rows and definitions of one window, as far as they are known. Used once. */
final class WindowDraft {
  // Bounds of the messages that carry windows (dev.kedge.wire.WireLimits), or less.
  private static final int DEPTH = 2048;
  private static final int NAME = 4096;
  private static final int PATH = 4096;
  private static final int COMMAND = 256;
  private static final long BYTES = 5 << 20;

  private record Row(long stackId, SampledTask task) {}

  private final Map<Row, List<int[]>> timed = new LinkedHashMap<>();
  private final Map<Row, Long> untimed = new LinkedHashMap<>();
  private final Map<Long, StackDefinition> stacks = new LinkedHashMap<>();
  private final Map<Long, FrameDefinition> frames = new LinkedHashMap<>();
  // Many samples share one list.
  private final IdentityHashMap<List<NamedFrame>, Long> known = new IdentityHashMap<>();
  private long bytes;

  /** Whether another stack may not fit into one message any more. */
  boolean isFull() {
    return bytes > BYTES;
  }

  boolean isEmpty() {
    return timed.isEmpty() && untimed.isEmpty();
  }

  /** One sample at a slot of the window. */
  void add(List<NamedFrame> stack, SampledTask task, int slot, int cpu) {
    timed
        .computeIfAbsent(row(stack, task), _ -> new ArrayList<>(1))
        .add(new int[] {slot, Math.clamp(cpu, 0, SampleMoments.MAX_CPU)});
    bytes += 8;
  }

  /** Samples somewhere in the window. */
  void add(List<NamedFrame> stack, SampledTask task, long count) {
    untimed.merge(row(stack, task), count, Long::sum);
    bytes += 16;
  }

  List<SampleCount> samples() {
    List<SampleCount> samples = new ArrayList<>(timed.size() + untimed.size());
    timed.forEach((row, moments) -> {
      int[] slots = moments.stream().mapToInt(moment -> moment[0]).toArray();
      int[] cpus = moments.stream().mapToInt(moment -> moment[1]).toArray();
      samples.add(
          new SampleCount(
              row.stackId(), row.task(), moments.size(), SampleMoments.of(slots, cpus)));
    });
    untimed.forEach((row, count) ->
        samples.add(new SampleCount(row.stackId(), row.task(), count, SampleMoments.UNKNOWN)));
    return samples;
  }

  List<StackDefinition> stacks() {
    return List.copyOf(stacks.values());
  }

  List<FrameDefinition> frames() {
    return List.copyOf(frames.values());
  }

  /** Bytes of it as a message, roughly. */
  long bytes() {
    return bytes;
  }

  private Row row(List<NamedFrame> stack, SampledTask task) {
    Long id = known.get(stack);
    if (id == null) {
      id = define(stack);
      known.put(stack, id);
    }
    return new Row(
        id,
        new SampledTask(
            Math.max(0, task.pid()),
            cut(task.command(), COMMAND),
            task.tid(),
            cut(task.thread(), COMMAND),
            cut(task.cgroup(), PATH)));
  }

  private long define(List<NamedFrame> stack) {
    int depth = Math.min(stack.size(), DEPTH);
    long[] ids = IntStream.range(0, depth).mapToLong(i -> define(stack.get(i))).toArray();
    if (stack.size() > DEPTH) {
      ids[DEPTH - 1] =
          define(new NamedFrame(new Frame.Unknown(UnknownReason.TRUNCATED), Optional.empty()));
    }
    StackDefinition definition = StackDefinition.of(ids);
    if (stacks.putIfAbsent(definition.id(), definition) == null) {
      bytes += 8 + 3L * depth;
    }
    return definition.id();
  }

  private long define(NamedFrame frame) {
    FrameDefinition definition = FrameDefinition.of(identified(frame));
    if (frames.putIfAbsent(definition.id(), definition) == null) {
      bytes += 24 + 2L * definition.frame().function().orElse("").length();
    }
    return definition.id();
  }

  /**
   * The frame as a function of its module. Other tools give addresses of processes, of instructions
   * or none at all, and several inlined functions share one; the name is what two files agree on.
   */
  private static NamedFrame identified(NamedFrame frame) {
    if (!(frame.frame() instanceof Frame.Code code)) {
      return frame;
    }
    CodeModule module = new CodeModule(cut(code.module().path(), PATH), code.module().buildId());
    Optional<String> name = frame.function().map(function -> cut(function, NAME));
    return new NamedFrame(
        new Frame.Code(code.origin(), module, name.map(StackIds::function).orElse(code.offset())),
        name);
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length);
  }
}
