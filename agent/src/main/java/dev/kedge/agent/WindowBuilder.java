package dev.kedge.agent;

import dev.kedge.linux.unwind.StackEnd;
import dev.kedge.model.BootId;
import dev.kedge.model.HostId;
import dev.kedge.profile.FrameDefinition;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampleCount;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.SampleMoments;
import dev.kedge.profile.SampledTask;
import dev.kedge.profile.StackDefinition;
import dev.kedge.profile.offcpu.OffCpuReasons;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.Object2ObjectHashMap;

/**
 * Turns raw windows into profile windows: places and names frames, keeps the dictionary of what was
 * sent, adds up samples of the same stack, process and cgroup. One thread at a time.
 */
final class WindowBuilder {
  /**
   * Windows in which a stack with nameless generated code is tried again: maps are written late.
   */
  private static final int MAX_ATTEMPTS = 6;

  private record Key(long stackId, SampledTask task) {}

  private final HostId host;
  private final BootId boot;
  private final FrameNamer namer;
  private final ProcessCgroups cgroups;
  private final ThreadNames threads;
  private final ProfileCounters counters;
  private final SentDictionary sent = new SentDictionary();
  private final OffCpuReasons reasons = OffCpuReasons.shipped();
  private long sequence;

  /**
   * A builder.
   *
   * @param firstSequence sequence of the first window; higher than any earlier one of this boot
   */
  WindowBuilder(
      HostId host,
      BootId boot,
      long firstSequence,
      FrameNamer namer,
      ProcessCgroups cgroups,
      ThreadNames threads,
      ProfileCounters counters) {
    this.host = host;
    this.boot = boot;
    this.sequence = firstSequence;
    this.namer = namer;
    this.cgroups = cgroups;
    this.threads = threads;
    this.counters = counters;
  }

  /** Everything sent so far must be sent again. May be called from any thread. */
  void forgetSent() {
    sent.forget();
  }

  ProfileWindow build(RawWindow raw) {
    sent.beginWindow(raw.range().start());
    List<StackDefinition> newStacks = new ArrayList<>();
    List<FrameDefinition> newFrames = new ArrayList<>();
    Object2ObjectHashMap<Key, Moments> rows = new Object2ObjectHashMap<>();
    long samples = 0;
    for (RawWindow.Entry entry : raw.entries()) {
      CountedStack stack = entry.stack();
      long id = identify(raw.kind(), stack, newStacks, newFrames);
      add(rows, id, entry);
      samples += entry.count();
      if (stack.userFrames() > 0) {
        counters.userStack(entry.count(), stack.complete, stack.end());
      }
    }
    List<SampleCount> counts = new ArrayList<>(rows.size());
    rows.forEach((key, moments) -> counts.add(moments.count(key.stackId, key.task, raw.timed())));
    counters.window(samples, raw.lost());
    return new ProfileWindow(
        host,
        boot,
        sequence++,
        raw.range(),
        raw.kind(),
        raw.period(),
        counts,
        newStacks,
        newFrames,
        raw.lost());
  }

  /** Adds the samples of a stack to the rows of the threads they were taken in. */
  private void add(Object2ObjectHashMap<Key, Moments> rows, long stackId, RawWindow.Entry entry) {
    CountedStack stack = entry.stack();
    String cgroup = cgroups.of(stack.pid());
    int tid = -1;
    Moments row = new Moments();
    for (long moment : entry.moments()) {
      if (RawWindow.tid(moment) != tid) {
        tid = RawWindow.tid(moment);
        SampledTask task =
            new SampledTask(
                stack.pid(), stack.command(), tid, threads.of(tid, stack.command()), cgroup);
        row = rows.computeIfAbsent(new Key(stackId, task), _ -> new Moments());
      }
      row.add(RawWindow.slot(moment), RawWindow.cpu(moment));
    }
  }

  /** The samples of one row. */
  private static final class Moments {
    private final IntArrayList slots = new IntArrayList();
    private final IntArrayList cpus = new IntArrayList();

    void add(int slot, int cpu) {
      slots.addInt(slot);
      cpus.addInt(cpu);
    }

    SampleCount count(long stackId, SampledTask task, boolean timed) {
      return new SampleCount(
          stackId,
          task,
          slots.size(),
          timed ? SampleMoments.of(slots.toIntArray(), cpus.toIntArray()) : SampleMoments.UNKNOWN);
    }
  }

  private long identify(
      SampleKind kind,
      CountedStack stack,
      List<StackDefinition> newStacks,
      List<FrameDefinition> newFrames) {
    if (stack.named && sent.knows(stack.stackId)) {
      return stack.stackId;
    }
    List<FrameDefinition> frames = namer.name(stack);
    stack.complete = stack.end() == StackEnd.COMPLETE || FrameNamer.endsAtEntryPoint(frames);
    if (kind == SampleKind.CONTEXT_SWITCHES) {
      frames = reasons.explain(frames);
    }
    stack.stackId = sent.define(frames, newStacks, newFrames);
    stack.named = !FrameNamer.mayBeNamedLater(frames) || ++stack.attempts >= MAX_ATTEMPTS;
    return stack.stackId;
  }
}
