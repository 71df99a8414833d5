package dev.kedge.agent;

import dev.kedge.linux.unwind.StackEnd;
import dev.kedge.model.BootId;
import dev.kedge.model.HostId;
import dev.kedge.profile.FrameDefinition;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampleCount;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.StackDefinition;
import java.util.ArrayList;
import java.util.List;
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

  private record Key(long stackId, int pid, String command, String cgroup) {}

  private final HostId host;
  private final BootId boot;
  private final FrameNamer namer;
  private final ProcessCgroups cgroups;
  private final ProfileCounters counters;
  private final SentDictionary sent = new SentDictionary();
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
      ProfileCounters counters) {
    this.host = host;
    this.boot = boot;
    this.sequence = firstSequence;
    this.namer = namer;
    this.cgroups = cgroups;
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
    Object2ObjectHashMap<Key, long[]> counts = new Object2ObjectHashMap<>();
    long samples = 0;
    for (RawWindow.Entry entry : raw.entries()) {
      CountedStack stack = entry.stack();
      long id = identify(stack, newStacks, newFrames);
      Key key = new Key(id, stack.pid(), stack.command(), cgroups.of(stack.pid()));
      counts.computeIfAbsent(key, k -> new long[1])[0] += entry.count();
      samples += entry.count();
      if (stack.userFrames() > 0) {
        counters.userStack(entry.count(), stack.complete, stack.end());
      }
    }
    List<SampleCount> rows = new ArrayList<>(counts.size());
    counts.forEach((key, count) ->
        rows.add(new SampleCount(key.stackId, key.pid, key.command, key.cgroup, count[0])));
    counters.window(samples, raw.lost());
    return new ProfileWindow(
        host,
        boot,
        sequence++,
        raw.range(),
        SampleKind.CPU,
        raw.period(),
        rows,
        newStacks,
        newFrames,
        raw.lost());
  }

  private long identify(
      CountedStack stack, List<StackDefinition> newStacks, List<FrameDefinition> newFrames) {
    if (stack.named && sent.knows(stack.stackId)) {
      return stack.stackId;
    }
    List<FrameDefinition> frames = namer.name(stack);
    stack.stackId = sent.define(frames, newStacks, newFrames);
    stack.complete = stack.end() == StackEnd.COMPLETE || FrameNamer.endsAtEntryPoint(frames);
    stack.named = !FrameNamer.mayBeNamedLater(frames) || ++stack.attempts >= MAX_ATTEMPTS;
    return stack.stackId;
  }
}
