package dev.kedge.store.telemetry;

import dev.kedge.model.BootId;
import dev.kedge.model.BuildId;
import dev.kedge.model.HostId;
import dev.kedge.model.Reading;
import dev.kedge.model.TimeRange;
import dev.kedge.model.Vital;
import dev.kedge.model.VitalSigns;
import dev.kedge.profile.CodeModule;
import dev.kedge.profile.CodeOrigin;
import dev.kedge.profile.Frame;
import dev.kedge.profile.FrameDefinition;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampleCount;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.SampleMoments;
import dev.kedge.profile.SampledTask;
import dev.kedge.profile.StackDefinition;
import dev.kedge.profile.StackIds;
import dev.kedge.profile.UnknownReason;
import dev.kedge.store.Examples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Profile windows and vital signs for tests. */
public final class Windows {
  /** Stands for a stack whose definition was lost. */
  public static final List<NamedFrame> LOST_STACK = DictionaryReading.LOST_STACK;

  public static final Duration PERIOD = Duration.ofNanos(52_631_578);

  private Windows() {}

  /** The frame of a number: every fifth is unknown, some have no name or no build-id. */
  public static FrameDefinition frame(int number) {
    Frame frame =
        number % 5 == 4
            ? new Frame.Unknown(pick(List.of(UnknownReason.values()), number))
            : new Frame.Code(
                pick(List.of(CodeOrigin.values()), number),
                new CodeModule(
                    "/usr/lib/lib'" + number + ".so",
                    number % 3 == 0
                        ? Optional.empty()
                        : Optional.of(new BuildId("ab%02x".formatted(number & 0xff)))),
                0x1000L * number);
    Optional<String> function =
        number % 7 == 6 ? Optional.empty() : Optional.of("function_\"" + number);
    return new FrameDefinition(StackIds.frame(frame), new NamedFrame(frame, function));
  }

  private static <T> T pick(List<T> values, int number) {
    return values.get(number % values.size());
  }

  /** The stack of a number, of three frames. */
  public static StackDefinition stack(int number) {
    List<Long> frames = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      frames.add(frame(number + i).id());
    }
    return new StackDefinition(StackIds.stack(frames), frames);
  }

  /** The frames of the stack of a number. */
  public static List<NamedFrame> frames(int number) {
    return List.of(frame(number).frame(), frame(number + 1).frame(), frame(number + 2).frame());
  }

  /** One sample row. */
  public static SampleCount sample(int stack, int pid, String command, String cgroup, long count) {
    return new SampleCount(stack(stack).id(), pid, command, cgroup, count);
  }

  /** A window of ten seconds with the definitions of those stacks. */
  public static ProfileWindow window(
      HostId host,
      BootId boot,
      long sequence,
      Instant start,
      List<SampleCount> samples,
      List<Integer> defined) {
    List<FrameDefinition> frames = new ArrayList<>();
    for (int stack : defined) {
      for (int i = 0; i < 3; i++) {
        frames.add(frame(stack + i));
      }
    }
    return new ProfileWindow(
        host,
        boot,
        sequence,
        new TimeRange(start, start.plusSeconds(10)),
        SampleKind.CPU,
        PERIOD,
        samples,
        defined.stream().map(Windows::stack).toList(),
        frames,
        sequence % 3);
  }

  /** A window of one process with a few stacks, all defined in it. */
  public static ProfileWindow simple(HostId host, long sequence, Instant start) {
    return window(
        host,
        Examples.BOOT,
        sequence,
        start,
        List.of(
            sample(1, 100, "burner", "/user.slice/a", 7),
            sample(2, 100, "burner", "/user.slice/a", 3),
            sample(1, 200, "idle", "/", 1)),
        List.of(1, 2));
  }

  /** The same samples as {@link #simple}, with threads, times and CPUs that differ by window. */
  public static ProfileWindow timed(HostId host, long sequence, Instant start) {
    ProfileWindow plain = simple(host, sequence, start);
    int shift = (int) (sequence % 50);
    return plain.withSamples(
        plain.samples().stream()
            .map(row -> {
              int[] slots = new int[(int) row.count()];
              int[] cpus = new int[slots.length];
              for (int i = 0; i < slots.length; i++) {
                slots[i] = shift + (int) (53L * i) + row.pid() / 10;
                cpus[i] = (i + shift) % 2;
              }
              SampledTask task =
                  new SampledTask(row.pid(), row.command(), row.pid() + 1, "main", row.cgroup());
              return new SampleCount(
                  row.stackId(), task, row.count(), SampleMoments.of(slots, cpus));
            })
            .toList());
  }

  /** A batch with one reading. */
  public static VitalSigns vitals(HostId host, long sequence, Instant at, double value) {
    return new VitalSigns(
        host,
        Examples.BOOT,
        sequence,
        List.of(
            new Reading(at, Vital.CPU_USER, "", value),
            new Reading(at, Vital.THROTTLED, "/user.slice/'x", value * 2)));
  }
}
