package dev.kedge.wire;

import com.google.protobuf.ByteString;
import dev.kedge.profile.CodeModule;
import dev.kedge.profile.Frame;
import dev.kedge.profile.FrameDefinition;
import dev.kedge.profile.Namespaces;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampleCount;
import dev.kedge.profile.SampledTask;
import dev.kedge.profile.StackDefinition;
import dev.kedge.profile.StackIds;
import dev.kedge.wire.proto.WindowMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds the columns of one window. Used once. */
final class WindowWriter {
  private final WindowMessage.Builder message = WindowMessage.newBuilder();
  private final IndexSteps functionSteps = new IndexSteps();
  private final IndexSteps frameSteps = new IndexSteps();
  private final IndexSteps stackSteps = new IndexSteps();
  private final TextTable strings = new TextTable();
  private final Map<CodeModule, Integer> modules = new HashMap<>();
  private final Map<Long, Integer> frames = new HashMap<>();
  private final Map<Long, Integer> stacks = new HashMap<>();
  private final Map<SampledTask, Integer> tasks = new HashMap<>();
  private boolean namespaces;

  WindowMessage message(ProfileWindow window) {
    message
        .setHost(window.host().value())
        .setBoot(WireValues.bytes(window.boot()))
        .setSequence(WireLimits.notNegative("sequence", window.sequence()))
        .setStart(WireValues.nanos("start", window.range().start()))
        .setLength(WireValues.nanos("length", window.range().duration()))
        .setKind(window.kind().wireName())
        .setPeriod(WireLimits.notNegative("period", WireValues.nanos("period", window.period())))
        .setLost(WireLimits.notNegative("lost", window.lost()));
    // The end as well must be a time the reader can give back.
    WireValues.nanos("end", window.range().end());
    addFrames(window.newFrames());
    addStacks(window.newStacks());
    addSamples(window.samples());
    WireLimits.count("strings", strings.texts().size(), WireLimits.STRINGS);
    WireLimits.count("modules", modules.size(), WireLimits.STRINGS / 2);
    return message.addAllStrings(strings.texts()).build();
  }

  private void addFrames(List<FrameDefinition> definitions) {
    WireLimits.count("new frames", definitions.size(), WireLimits.ENTRIES);
    int index = 0;
    for (FrameDefinition definition : definitions) {
      Frame frame = definition.frame().frame();
      checkId("frame", index, definition.id(), StackIds.frame(frame));
      frames.put(definition.id(), index++);
      message.addFrameTag(FrameTag.of(frame));
      Optional<String> function = definition.frame().function();
      message.addFrameHasFunction(function.isPresent());
      function.ifPresent(name ->
          message.addFrameFunctionStep(
              functionSteps.to(string("function", name, WireLimits.FUNCTION_TEXT))));
      if (frame instanceof Frame.Code code) {
        message.addFrameModule(module(code.module())).addFrameOffset(code.offset());
      }
    }
  }

  private int module(CodeModule module) {
    Integer known = modules.putIfAbsent(module, modules.size());
    if (known != null) {
      return known;
    }
    message
        .addModulePath(string("module", module.path(), WireLimits.TEXT))
        .addModuleBuildId(WireValues.bytes(module.buildId()));
    return modules.size() - 1;
  }

  private void addStacks(List<StackDefinition> definitions) {
    WireLimits.count("new stacks", definitions.size(), WireLimits.ENTRIES);
    int newFrames = message.getFrameTagCount();
    long total = 0;
    StackDefinition before = StackDefinition.of();
    int index = 0;
    for (StackDefinition stack : definitions) {
      total += WireLimits.count("stack " + index, stack.depth(), WireLimits.STACK_DEPTH);
      checkId("stack", index, stack.id(), StackIds.stack(stack.frameIds()));
      stacks.put(stack.id(), index++);
      int shared = sharedRoots(before, stack);
      message.addStackShared(shared).addStackOwn(stack.depth() - shared);
      for (int i = 0; i < stack.depth() - shared; i++) {
        message.addStackFrameStep(frameSteps.to(frame(stack.frameId(i), newFrames)));
      }
      before = stack;
    }
    WireLimits.count("known frames", message.getKnownFramesCount(), WireLimits.ENTRIES);
    if (total > WireLimits.STACK_FRAMES) {
      throw new WireException(
          "new stacks: %d frames in all, at most %d are allowed"
              .formatted(total, WireLimits.STACK_FRAMES));
    }
  }

  /** Frames of the outermost callers that two stacks, both leaf first, have in common. */
  private static int sharedRoots(StackDefinition before, StackDefinition stack) {
    int limit = Math.min(before.depth(), stack.depth());
    int shared = 0;
    while (shared < limit
        && before.frameId(before.depth() - 1 - shared)
            == stack.frameId(stack.depth() - 1 - shared)) {
      shared++;
    }
    return shared;
  }

  private int frame(long id, int newFrames) {
    Integer index = frames.get(id);
    if (index == null) {
      index = newFrames + message.getKnownFramesCount();
      frames.put(id, index);
      message.addKnownFrames(id);
    }
    return index;
  }

  private void addSamples(List<SampleCount> samples) {
    WireLimits.count("samples", samples.size(), WireLimits.ENTRIES);
    int newStacks = message.getStackOwnCount();
    namespaces =
        samples.stream().anyMatch(sample -> !sample.task().namespaces().equals(Namespaces.HOST));
    boolean moments = samples.stream().anyMatch(sample -> !sample.moments().isUnknown());
    int entry = 0;
    for (SampleCount sample : samples) {
      if (sample.count() < 1) {
        throw new WireException(
            "sample %d: count %d, expected at least 1".formatted(entry, sample.count()));
      }
      Integer stack = stacks.get(sample.stackId());
      if (stack == null) {
        stack = newStacks + message.getKnownStacksCount();
        stacks.put(sample.stackId(), stack);
        message.addKnownStacks(sample.stackId());
      }
      message
          .addSampleStackStep(stackSteps.to(stack))
          .addSampleProcess(task(sample.task()))
          .addSampleCount(sample.count());
      if (moments) {
        message.addSampleMoments(ByteString.copyFrom(sample.moments().packed()));
      }
      entry++;
    }
  }

  private int task(SampledTask task) {
    Integer known = tasks.putIfAbsent(task, tasks.size());
    if (known != null) {
      return known;
    }
    message
        .addProcessPid(task.pid())
        .addProcessCommand(string("command", task.command(), WireLimits.SHORT_TEXT))
        .addProcessTid(task.tid())
        .addProcessThread(string("thread", task.thread(), WireLimits.SHORT_TEXT))
        .addProcessCgroup(string("cgroup", task.cgroup(), WireLimits.TEXT));
    if (namespaces) {
      message.addProcessNamespaces(string("namespaces", task.namespaces().text(), WireLimits.TEXT));
    }
    return tasks.size() - 1;
  }

  private int string(String field, String text, int limit) {
    return strings.index(WireLimits.text(field, text, limit));
  }

  private static void checkId(String what, int index, long id, long expected) {
    if (id != expected) {
      throw new WireException(
          "new %s %d has the id %016x, but its content has %016x (see StackIds)"
              .formatted(what, index, id, expected));
    }
  }
}
