package dev.kedge.bench;

import dev.kedge.model.TimeRange;
import dev.kedge.profile.CodeModule;
import dev.kedge.profile.CodeOrigin;
import dev.kedge.profile.Frame;
import dev.kedge.profile.FrameDefinition;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampleCount;
import dev.kedge.profile.SampleMoments;
import dev.kedge.profile.SampledTask;
import dev.kedge.profile.StackDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Goes on where a recording ends, as long as asked: when which thread ran is taken from the
 * recording again and again, which of the stacks of such threads it was is drawn anew, processes
 * that came and went get new ids, and new stacks and functions appear as ever more slowly as they
 * did in the recording (Heaps' law, its exponent taken from the recording's halves). New stacks are
 * two known ones, crossed over where they share a frame.
 */
final class LongDay {
  private final List<ProfileWindow> recorded;
  private final Random random;
  private final Map<Long, StackDefinition> stacks = new HashMap<>();
  private final Map<Long, NamedFrame> frames = new HashMap<>();
  private final Map<String, List<Long>> stacksOfThreads = new HashMap<>();
  private final Set<Integer> lasting = new HashSet<>();
  private final double exponent;
  private final double newFramesPerStack;
  private final Set<Long> defined = new HashSet<>();
  private long samples;
  private long made;
  private double owed;
  private double owedFrames;
  private long day = Long.MIN_VALUE;

  LongDay(List<ProfileWindow> recorded, long seed) {
    this.recorded = recorded;
    this.random = new Random(seed);
    long half = 0;
    int framesOfHalf = 0;
    Map<Integer, Integer> first = new HashMap<>();
    for (int i = 0; i < recorded.size(); i++) {
      ProfileWindow window = recorded.get(i);
      window.newStacks().forEach(stack -> stacks.put(stack.id(), stack));
      window.newFrames().forEach(frame -> frames.put(frame.id(), frame.frame()));
      for (SampleCount row : window.samples()) {
        List<Long> drawn =
            stacksOfThreads.computeIfAbsent(threads(row.task()), _ -> new ArrayList<>());
        for (long n = 0; n < row.count(); n++) {
          drawn.add(row.stackId());
        }
        samples += row.count();
        // A process that is there at the beginning and at the end stays.
        if (i < 3) {
          first.put(row.pid(), i);
        } else if (i > recorded.size() - 12 && first.containsKey(row.pid())) {
          lasting.add(row.pid());
        }
      }
      if (2 * (i + 1) <= recorded.size()) {
        half = stacks.size();
        framesOfHalf = frames.size();
      }
    }
    exponent = Math.log((double) stacks.size() / Math.max(1, half)) / Math.log(2);
    newFramesPerStack = (frames.size() - framesOfHalf) / (double) Math.max(1, stacks.size() - half);
    made = stacks.size();
  }

  /** How fast new stacks come: their number grows with this power of the number of samples. */
  double exponent() {
    return exponent;
  }

  /** Different stacks so far. */
  long stacks() {
    return made;
  }

  /** The window of that number, the first one being the recording's. */
  ProfileWindow window(int number, Instant start) {
    ProfileWindow pattern = recorded.get(number % recorded.size());
    int lap = number / recorded.size();
    List<StackDefinition> newStacks = new ArrayList<>();
    List<FrameDefinition> newFrames = new ArrayList<>();
    if (Math.floorDiv(start.getEpochSecond(), 86_400L) != day) {
      // An agent sends what it uses anew each day.
      day = Math.floorDiv(start.getEpochSecond(), 86_400L);
      defined.clear();
    }
    List<SampleCount> rows = new ArrayList<>();
    for (SampleCount row : pattern.samples()) {
      if (lap == 0) {
        define(row.stackId(), newStacks, newFrames);
        rows.add(row);
      } else {
        drawn(row, lap, newStacks, newFrames, rows);
      }
    }
    Instant end = start.plus(pattern.range().duration());
    return new ProfileWindow(
        pattern.host(),
        pattern.boot(),
        recorded.getFirst().sequence() + number,
        new TimeRange(start, end),
        pattern.kind(),
        pattern.period(),
        rows,
        newStacks,
        newFrames,
        0);
  }

  /** The samples of a row, each with a stack of its own. */
  private void drawn(
      SampleCount row,
      int lap,
      List<StackDefinition> newStacks,
      List<FrameDefinition> newFrames,
      List<SampleCount> rows) {
    SampledTask task = row.task();
    if (!lasting.contains(task.pid()) && task.pid() > 2) {
      int shift = lap * 50_021;
      task =
          new SampledTask(
              100 + (task.pid() + shift) % 4_000_000,
              task.command(),
              100 + (task.tid() + shift) % 4_000_000,
              task.thread(),
              task.cgroup());
    }
    Map<Long, List<int[]>> moments = new HashMap<>();
    List<Long> known = stacksOfThreads.getOrDefault(threads(row.task()), List.of(row.stackId()));
    row.moments()
        .forEach((slot, cpu) -> {
          samples++;
          owed += exponent * made / samples;
          long stack = known.get(random.nextInt(known.size()));
          if (owed >= 1) {
            owed--;
            stack = crossed(stack, known.get(random.nextInt(known.size())));
          }
          moments.computeIfAbsent(stack, _ -> new ArrayList<>()).add(new int[] {slot, cpu});
        });
    SampledTask of = task;
    moments.forEach((stack, at) -> {
      define(stack, newStacks, newFrames);
      rows.add(
          new SampleCount(
              stack,
              of,
              at.size(),
              SampleMoments.of(
                  at.stream().mapToInt(moment -> moment[0]).toArray(),
                  at.stream().mapToInt(moment -> moment[1]).toArray())));
    });
  }

  private long crossed(long one, long other) {
    List<Long> leaf = frames(one);
    List<Long> root = frames(other);
    if (leaf.isEmpty() || root.isEmpty()) {
      return one;
    }
    int cut = random.nextInt(leaf.size());
    int meeting = root.indexOf(leaf.get(cut));
    List<Long> all = new ArrayList<>(leaf.subList(0, cut));
    all.addAll(root.subList(meeting < 0 ? root.size() / 2 : meeting, root.size()));
    owedFrames += newFramesPerStack;
    while (owedFrames >= 1) {
      owedFrames--;
      FrameDefinition frame = newFrame(all.get(random.nextInt(all.size())));
      frames.put(frame.id(), frame.frame());
      all.addFirst(frame.id());
    }
    StackDefinition stack = StackDefinition.of(all.stream().mapToLong(Long::longValue).toArray());
    if (stacks.putIfAbsent(stack.id(), stack) == null) {
      made++;
    }
    return stack.id();
  }

  private List<Long> frames(long stackId) {
    StackDefinition stack = stacks.get(stackId);
    return stack == null ? List.of() : stack.frameIds();
  }

  /** A function like one that is known, elsewhere in its module. */
  private FrameDefinition newFrame(long like) {
    NamedFrame known = frames.get(like);
    if (known != null && known.frame() instanceof Frame.Code(var origin, CodeModule module, _)) {
      String suffix = Integer.toHexString(random.nextInt());
      return FrameDefinition.of(
          new NamedFrame(
              new Frame.Code(origin, module, random.nextInt(1 << 24)),
              known.function().map(name -> name + suffix)));
    }
    return FrameDefinition.of(
        new NamedFrame(
            new Frame.Code(
                CodeOrigin.NATIVE,
                new CodeModule("/usr/lib/new.so", Optional.empty()),
                random.nextInt(1 << 24)),
            Optional.empty()));
  }

  private void define(long id, List<StackDefinition> newStacks, List<FrameDefinition> newFrames) {
    StackDefinition stack = stacks.get(id);
    if (stack == null || !defined.add(id)) {
      return;
    }
    newStacks.add(stack);
    for (long frame : stack.frameIds()) {
      NamedFrame known = frames.get(frame);
      if (known != null && defined.add(~frame)) {
        newFrames.add(new FrameDefinition(frame, known));
      }
    }
  }

  private static String threads(SampledTask task) {
    return task.command() + "/" + task.thread();
  }
}
