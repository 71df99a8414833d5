package dev.kedge.agent;

import dev.kedge.linux.unwind.StackEnd;
import dev.kedge.model.BootId;
import dev.kedge.model.HostId;
import dev.kedge.profile.FrameDefinition;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.StackDefinition;
import dev.kedge.profile.offcpu.OffCpuReasons;
import dev.kedge.profile.offcpu.WakeupChain;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns raw windows into profile windows: places and names frames, keeps the dictionary of what was
 * sent, adds up samples of the same stack, process and cgroup. One thread at a time.
 */
final class WindowBuilder {
  /**
   * Windows in which a stack with nameless generated code is tried again: maps are written late.
   */
  private static final int MAX_ATTEMPTS = 6;

  private final HostId host;
  private final BootId boot;
  private final FrameNamer namer;
  private final ProcessCgroups cgroups;
  private final ThreadNames threads;
  private final ProcessNamespaces namespaces;
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
      ProcessNamespaces namespaces,
      ProfileCounters counters) {
    this.host = host;
    this.boot = boot;
    this.sequence = firstSequence;
    this.namer = namer;
    this.cgroups = cgroups;
    this.threads = threads;
    this.namespaces = namespaces;
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
    SampleRows rows = new SampleRows(threads);
    long samples = 0;
    for (RawWindow.Entry entry : raw.entries()) {
      CountedStack stack = entry.stack();
      long id = identify(raw.kind(), stack, newStacks, newFrames);
      int pid = stack.pid();
      rows.add(id, pid, stack.command(), cgroups.of(pid), namespaces.of(pid), entry.moments());
      samples += entry.count();
      if (stack.userFrames() > 0) {
        counters.userStack(entry.count(), stack.complete, stack.end());
      }
    }
    counters.window(samples, raw.lost());
    return new ProfileWindow(
        host,
        boot,
        sequence++,
        raw.range(),
        raw.kind(),
        raw.period(),
        rows.counts(raw.timed()),
        newStacks,
        newFrames,
        raw.lost());
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
    } else if (kind == SampleKind.WAKEUPS) {
      frames = chain(stack, frames);
    }
    stack.stackId = sent.define(frames, newStacks, newFrames);
    boolean later = FrameNamer.mayBeNamedLater(frames) || namer.waiting();
    stack.named = !later || ++stack.attempts >= MAX_ATTEMPTS;
    return stack.stackId;
  }

  /** Where a thread waited, and who woke it. */
  private List<FrameDefinition> chain(CountedStack stack, List<FrameDefinition> waited) {
    CountedStack waker = stack.waker().orElseThrow();
    return WakeupChain.join(
        stack.isSeen() ? reasons.explain(waited) : WakeupChain.UNSEEN,
        waker.pid() == 0 ? "idle" : waker.command(),
        namer.name(waker));
  }
}
