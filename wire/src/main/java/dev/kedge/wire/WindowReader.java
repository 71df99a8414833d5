package dev.kedge.wire;

import dev.kedge.model.HostId;
import dev.kedge.model.Printable;
import dev.kedge.model.TimeRange;
import dev.kedge.profile.CodeModule;
import dev.kedge.profile.Frame;
import dev.kedge.profile.FrameDefinition;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.Namespaces;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampleCount;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.SampleMoments;
import dev.kedge.profile.SampledTask;
import dev.kedge.profile.StackDefinition;
import dev.kedge.wire.proto.WindowMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the columns of one window, written by anyone. Used once. */
final class WindowReader {
  private final WindowMessage message;

  WindowReader(WindowMessage message) {
    this.message = message;
  }

  ProfileWindow window() {
    WireLimits.count("strings", message.getStringsCount(), WireLimits.STRINGS);
    List<FrameDefinition> frames = frames(modules());
    List<StackDefinition> stacks = stacks(frames);
    return new ProfileWindow(
        new HostId(message.getHost()),
        WireValues.boot(message.getBoot()),
        WireLimits.notNegative("sequence", message.getSequence()),
        range(),
        kind(message.getKind()),
        Duration.ofNanos(WireLimits.notNegative("period", message.getPeriod())),
        samples(stacks),
        stacks,
        frames,
        WireLimits.notNegative("lost", message.getLost()));
  }

  private TimeRange range() {
    long start = message.getStart();
    long length = WireLimits.notNegative("length", message.getLength());
    long end = start + length;
    if (end < start) {
      throw new WireException("length: %d ns after the start is past 2262".formatted(length));
    }
    return new TimeRange(WireValues.instant(start), WireValues.instant(end));
  }

  private static SampleKind kind(String name) {
    for (SampleKind kind : SampleKind.values()) {
      if (kind.wireName().equals(name)) {
        return kind;
      }
    }
    throw new WireException(
        "sample kind \"%s\" is not known to this version".formatted(Printable.of(name, 40)));
  }

  private List<CodeModule> modules() {
    int count = WireLimits.count("modules", message.getModulePathCount(), WireLimits.STRINGS / 2);
    WireLimits.sameCount("build-ids", message.getModuleBuildIdCount(), "modules", count);
    List<CodeModule> modules = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      modules.add(
          new CodeModule(
              string("module", i, message.getModulePath(i), WireLimits.TEXT),
              WireValues.buildId("build-id of module " + i, message.getModuleBuildId(i))));
    }
    return modules;
  }

  private List<FrameDefinition> frames(List<CodeModule> modules) {
    int count = WireLimits.count("new frames", message.getFrameTagCount(), WireLimits.ENTRIES);
    WireLimits.sameCount("function marks", message.getFrameHasFunctionCount(), "new frames", count);
    int codeFrames = message.getFrameModuleCount();
    WireLimits.sameCount(
        "frame offsets", message.getFrameOffsetCount(), "frame modules", codeFrames);
    List<Optional<String>> functions = functions();
    List<FrameDefinition> frames = new ArrayList<>(count);
    int next = 0;
    for (int i = 0; i < count; i++) {
      int tag = message.getFrameTag(i);
      Frame frame;
      if (FrameTag.isCode(tag)) {
        WireLimits.index("frame", i, next, "frame modules", codeFrames);
        int module =
            WireLimits.index("frame", i, message.getFrameModule(next), "modules", modules.size());
        frame =
            new Frame.Code(
                FrameTag.origin(i, tag), modules.get(module), message.getFrameOffset(next));
        next++;
      } else {
        frame = new Frame.Unknown(FrameTag.reason(i, tag));
      }
      frames.add(FrameDefinition.of(new NamedFrame(frame, functions.get(i))));
    }
    WireLimits.sameCount("frame modules", codeFrames, "the list of code frames", next);
    return frames;
  }

  /** Functions of all new frames, in their order. */
  private List<Optional<String>> functions() {
    IndexSteps steps = new IndexSteps();
    int next = 0;
    List<Optional<String>> functions = new ArrayList<>(message.getFrameHasFunctionCount());
    for (int i = 0; i < message.getFrameHasFunctionCount(); i++) {
      if (message.getFrameHasFunction(i)) {
        WireLimits.index("frame", i, next, "function steps", message.getFrameFunctionStepCount());
        int index = steps.by(message.getFrameFunctionStep(next++));
        functions.add(Optional.of(string("frame", i, index, WireLimits.FUNCTION_TEXT)));
      } else {
        functions.add(Optional.empty());
      }
    }
    WireLimits.sameCount(
        "function steps", message.getFrameFunctionStepCount(), "the list of named frames", next);
    return functions;
  }

  private List<StackDefinition> stacks(List<FrameDefinition> newFrames) {
    int count = WireLimits.count("new stacks", message.getStackOwnCount(), WireLimits.ENTRIES);
    WireLimits.sameCount("shared depths", message.getStackSharedCount(), "new stacks", count);
    long[] frameIds = frameIds(newFrames);
    List<StackDefinition> stacks = new ArrayList<>(count);
    IndexSteps steps = new IndexSteps();
    long[] before = {};
    long total = 0;
    int next = 0;
    for (int i = 0; i < count; i++) {
      int own = message.getStackOwn(i);
      int shared = message.getStackShared(i);
      checkDepth(i, own, shared, before.length, message.getStackFrameStepCount() - next);
      total += own + shared;
      if (total > WireLimits.STACK_FRAMES) {
        throw new WireException(
            "new stack %d: more than %d frames in all".formatted(i, WireLimits.STACK_FRAMES));
      }
      long[] ids = new long[own + shared];
      for (int f = 0; f < own; f++) {
        int frame = steps.by(message.getStackFrameStep(next++));
        ids[f] = frameIds[WireLimits.index("new stack", i, frame, "frames", frameIds.length)];
      }
      System.arraycopy(before, before.length - shared, ids, own, shared);
      stacks.add(StackDefinition.of(ids));
      before = ids;
    }
    WireLimits.sameCount(
        "stack frames", message.getStackFrameStepCount(), "the sum of own depths", next);
    return stacks;
  }

  private static void checkDepth(int stack, int own, int shared, int before, int left) {
    if (own < 0 || own > WireLimits.STACK_DEPTH || own > left) {
      throw new WireException(
          "new stack %d: %d frames of its own, but %d are left and %d allowed"
              .formatted(stack, Integer.toUnsignedLong(own), left, WireLimits.STACK_DEPTH));
    }
    if (shared < 0 || shared > before || own + shared > WireLimits.STACK_DEPTH) {
      throw new WireException(
          "new stack %d: shares %d frames with a stack of %d; at most %d in all are allowed"
              .formatted(stack, Integer.toUnsignedLong(shared), before, WireLimits.STACK_DEPTH));
    }
  }

  private long[] frameIds(List<FrameDefinition> newFrames) {
    int known = WireLimits.count("known frames", message.getKnownFramesCount(), WireLimits.ENTRIES);
    long[] ids = new long[newFrames.size() + known];
    for (int i = 0; i < newFrames.size(); i++) {
      ids[i] = newFrames.get(i).id();
    }
    for (int i = 0; i < known; i++) {
      ids[newFrames.size() + i] = message.getKnownFrames(i);
    }
    return ids;
  }

  private List<SampleCount> samples(List<StackDefinition> newStacks) {
    int count = WireLimits.count("samples", message.getSampleStackStepCount(), WireLimits.ENTRIES);
    WireLimits.sameCount("sample processes", message.getSampleProcessCount(), "samples", count);
    WireLimits.sameCount("sample counts", message.getSampleCountCount(), "samples", count);
    List<SampledTask> tasks = tasks();
    boolean moments = message.getSampleMomentsCount() > 0;
    if (moments) {
      WireLimits.sameCount("sample moments", message.getSampleMomentsCount(), "samples", count);
    }
    int stacks =
        newStacks.size()
            + WireLimits.count("known stacks", message.getKnownStacksCount(), WireLimits.ENTRIES);
    IndexSteps steps = new IndexSteps();
    List<SampleCount> samples = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int stack =
          WireLimits.index("sample", i, steps.by(message.getSampleStackStep(i)), "stacks", stacks);
      int task =
          WireLimits.index("sample", i, message.getSampleProcess(i), "processes", tasks.size());
      long samplesOfStack = message.getSampleCount(i);
      if (samplesOfStack < 1) {
        throw new WireException("sample %d: count %d".formatted(i, samplesOfStack));
      }
      samples.add(
          new SampleCount(
              stack < newStacks.size()
                  ? newStacks.get(stack).id()
                  : message.getKnownStacks(stack - newStacks.size()),
              tasks.get(task),
              samplesOfStack,
              moments
                  ? SampleMoments.unpack(message.getSampleMoments(i).toByteArray())
                  : SampleMoments.UNKNOWN));
    }
    return samples;
  }

  /** The table of processes, with an entry for each thread where threads are told apart. */
  private List<SampledTask> tasks() {
    int count = WireLimits.count("processes", message.getProcessPidCount(), WireLimits.ENTRIES);
    WireLimits.sameCount("commands", message.getProcessCommandCount(), "processes", count);
    WireLimits.sameCount("cgroups", message.getProcessCgroupCount(), "processes", count);
    boolean threads = message.getProcessTidCount() > 0;
    if (threads) {
      WireLimits.sameCount("threads", message.getProcessTidCount(), "processes", count);
      WireLimits.sameCount("thread names", message.getProcessThreadCount(), "processes", count);
    }
    boolean namespaces = message.getProcessNamespacesCount() > 0;
    if (namespaces) {
      WireLimits.sameCount("namespaces", message.getProcessNamespacesCount(), "processes", count);
    }
    List<SampledTask> tasks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String command = string("process", i, message.getProcessCommand(i), WireLimits.SHORT_TEXT);
      String cgroup = string("process", i, message.getProcessCgroup(i), WireLimits.TEXT);
      int pid = message.getProcessPid(i);
      int tid = threads ? message.getProcessTid(i) : 0;
      String thread =
          threads ? string("thread", i, message.getProcessThread(i), WireLimits.SHORT_TEXT) : "";
      Namespaces in = namespaces ? namespaces(i) : Namespaces.HOST;
      tasks.add(new SampledTask(pid, command, tid, thread, cgroup, in));
    }
    return tasks;
  }

  private Namespaces namespaces(int process) {
    String text =
        string("process", process, message.getProcessNamespaces(process), WireLimits.TEXT);
    try {
      return new Namespaces(text);
    } catch (IllegalArgumentException e) {
      throw new WireException("process %d: namespaces of another form".formatted(process));
    }
  }

  private String string(String field, int entry, int index, int limit) {
    int checked = WireLimits.index(field, entry, index, "strings", message.getStringsCount());
    return WireLimits.text(field, message.getStrings(checked), limit);
  }
}
