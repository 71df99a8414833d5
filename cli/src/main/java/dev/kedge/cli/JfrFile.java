package dev.kedge.cli;

import dev.kedge.profile.CodeModule;
import dev.kedge.profile.CodeOrigin;
import dev.kedge.profile.Frame;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.ProfileFormatException;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.SampledTask;
import dev.kedge.profile.StackIds;
import dev.kedge.profile.UnknownReason;
import dev.kedge.profile.recording.RecordedSample;
import dev.kedge.profile.recording.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/**
 * Recordings of the JDK's Flight Recorder: the samples of Java threads at work, those of native
 * methods, and the CPU-time samples of JDK 25. Where a file has CPU-time samples, the others are
 * left out and counted, since they show the same work a second time. Used once.
 */
final class JfrFile {
  private static final int EVENTS = 20_000_000;
  private static final int SAMPLES = 2_000_000;
  private static final long FRAMES = 8_000_000;
  private static final String CPU_TIME = "jdk.CPUTimeSample";
  private static final Set<String> EXECUTION =
      Set.of("jdk.ExecutionSample", "jdk.NativeMethodSample");

  private final List<RecordedSample> cpuTime = new ArrayList<>();
  private final List<RecordedSample> execution = new ArrayList<>();
  private final Map<NamedFrame, NamedFrame> frames = new HashMap<>();
  private final Map<List<NamedFrame>, List<NamedFrame>> stacks = new HashMap<>();
  private final Map<SampledTask, SampledTask> tasks = new HashMap<>();
  private long distinctFrames;
  private long lost;
  private long events;
  private int pid;
  private Duration period = Duration.ZERO;

  private JfrFile() {}

  /**
   * Reads a file.
   *
   * @throws IOException when it cannot be read or is damaged
   * @throws ProfileFormatException when it has no samples, or goes beyond the bounds (20 million
   *     events, 2 million samples, 8 million frames of different stacks)
   */
  static Recording read(Path file) throws IOException {
    JfrFile reading = new JfrFile();
    try (RecordingFile recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        reading.event(recording.readEvent());
      }
    } catch (ProfileFormatException e) {
      throw e;
    } catch (RuntimeException | VirtualMachineError e) {
      // The JDK's parser lets what it stumbles over in a damaged file through as it is, internal
      // errors about its types and endless recursions among it.
      throw reading.wrong("the recording is damaged: " + e, e);
    }
    return reading.recording();
  }

  private Recording recording() {
    boolean exact = !cpuTime.isEmpty();
    List<RecordedSample> samples = exact ? cpuTime : execution;
    if (samples.isEmpty()) {
      throw wrong(
          "no jdk.ExecutionSample, jdk.NativeMethodSample or jdk.CPUTimeSample in the recording");
    }
    return new Recording(SampleKind.CPU, period, true, samples, lost, exact ? execution.size() : 0);
  }

  private void event(RecordedEvent event) {
    if (++events > EVENTS) {
      throw wrong("more than %d events".formatted(EVENTS));
    }
    String type = event.getEventType().getName();
    if (type.equals(CPU_TIME)) {
      if (event.hasField("samplingPeriod")) {
        period = event.getDuration("samplingPeriod");
      }
      sample(event, "eventThread", cpuTime);
    } else if (EXECUTION.contains(type)) {
      sample(event, "sampledThread", execution);
    } else if (type.equals("jdk.CPUTimeSamplesLost") && event.hasField("lostSamples")) {
      lost += Math.max(0, event.getLong("lostSamples"));
    } else if (type.equals("jdk.JVMInformation") && event.hasField("pid")) {
      pid = Math.clamp(event.getLong("pid"), 0, Integer.MAX_VALUE);
    }
  }

  private void sample(RecordedEvent event, String threadField, List<RecordedSample> into) {
    if (cpuTime.size() + execution.size() == SAMPLES) {
      throw wrong("more than %d samples".formatted(SAMPLES));
    }
    into.add(
        new RecordedSample(
            nanos(event.getStartTime()), 0, task(thread(event, threadField)), stack(event)));
  }

  private static @Nullable RecordedThread thread(RecordedEvent event, String field) {
    return event.hasField(field) ? event.getThread(field) : null;
  }

  private SampledTask task(@Nullable RecordedThread thread) {
    int tid = thread == null ? 0 : Math.clamp(thread.getOSThreadId(), 0, Integer.MAX_VALUE);
    String name =
        thread == null
            ? ""
            : Optional.ofNullable(thread.getJavaName())
                .or(() -> Optional.ofNullable(thread.getOSName()))
                .orElse("");
    SampledTask task = new SampledTask(pid, "java", tid, name, "/");
    SampledTask known = tasks.putIfAbsent(task, task);
    return known == null ? task : known;
  }

  private List<NamedFrame> stack(RecordedEvent event) {
    RecordedStackTrace trace = event.getStackTrace();
    List<NamedFrame> stack = new ArrayList<>();
    if (trace != null) {
      for (RecordedFrame frame : trace.getFrames()) {
        NamedFrame named = frame(frame);
        NamedFrame known = frames.putIfAbsent(named, named);
        stack.add(known == null ? named : known);
      }
    }
    if (trace == null || trace.isTruncated()) {
      stack.add(new NamedFrame(new Frame.Unknown(UnknownReason.TRUNCATED), Optional.empty()));
    }
    List<NamedFrame> copy = List.copyOf(stack);
    List<NamedFrame> known = stacks.putIfAbsent(copy, copy);
    if (known != null) {
      return known;
    }
    distinctFrames += copy.size();
    if (distinctFrames > FRAMES) {
      throw wrong("more than %d frames in all different stacks".formatted(FRAMES));
    }
    return copy;
  }

  private static NamedFrame frame(RecordedFrame frame) {
    RecordedMethod method = frame.getMethod();
    if (method == null) {
      return new NamedFrame(new Frame.Unknown(UnknownReason.GENERATED_CODE), Optional.empty());
    }
    String name =
        frame.isJavaFrame() && method.getType() != null
            ? method.getType().getName() + "." + method.getName()
            : method.getName();
    CodeOrigin origin =
        switch (String.valueOf(frame.getType())) {
          case "Interpreted" -> CodeOrigin.INTERPRETER;
          case "Native", "C++" -> CodeOrigin.NATIVE;
          default -> CodeOrigin.JIT;
        };
    CodeModule module = new CodeModule("java", Optional.empty());
    return new NamedFrame(
        new Frame.Code(origin, module, StackIds.function(name)), Optional.of(name));
  }

  private static long nanos(Instant instant) {
    // Times of a damaged file may lie anywhere.
    long seconds = Math.clamp(instant.getEpochSecond(), -9_000_000_000L, 9_000_000_000L);
    return seconds * 1_000_000_000L + instant.getNano();
  }

  private ProfileFormatException wrong(String message) {
    return new ProfileFormatException("event", events, message);
  }

  private ProfileFormatException wrong(String message, Throwable cause) {
    return new ProfileFormatException("event", events, message, cause);
  }
}
