package dev.kedge.profile.recording;

import dev.kedge.model.BootId;
import dev.kedge.model.HostId;
import dev.kedge.model.TimeRange;
import dev.kedge.profile.Profile;
import dev.kedge.profile.ProfileFormatException;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.SampleMoments;
import dev.kedge.profile.SampledTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Cuts what another profiler recorded into the windows of one host: of ten seconds where samples
 * tell their times, else one window of the whole span. A window that would be too large to send
 * becomes several of the same span. Each defines every stack and frame it uses. Not thread-safe.
 *
 * <p>Frames are told apart by module and function name, since other tools' addresses are not
 * offsets in a file; a frame without a name keeps its offset.
 */
public final class RecordedWindows {
  private static final long WINDOW_NANOS = Duration.ofSeconds(10).toNanos();
  private static final long WINDOW_BYTES = 256;
  private static final String ROOT_CGROUP = "/";

  private final HostId host;
  private final BootId boot;
  private final long mostBytes;
  private final List<ProfileWindow> windows = new ArrayList<>();
  private long bytes;

  /** No windows yet, and no bound on what they may become. */
  public RecordedWindows(HostId host, BootId boot) {
    this(host, boot, Long.MAX_VALUE);
  }

  /**
   * No windows yet.
   *
   * @param boot to be the same whenever the same file is taken in again: with the order of its
   *     windows it makes a repeated upload a duplicate
   * @param mostBytes about how large all of them may be as messages: a stack that one message names
   *     once is defined in every window it is in
   */
  public RecordedWindows(HostId host, BootId boot, long mostBytes) {
    this.host = host;
    this.boot = boot;
    this.mostBytes = mostBytes;
  }

  /** The windows so far. */
  public List<ProfileWindow> windows() {
    return List.copyOf(windows);
  }

  /**
   * Adds the windows of a recording.
   *
   * @param zero what the clock of the recording counts from
   * @throws ProfileFormatException when they are larger than they may be
   */
  public void add(Recording recording, Instant zero) {
    List<RecordedSample> samples =
        recording.samples().stream().sorted(Comparator.comparingLong(RecordedSample::at)).toList();
    Span span = null;
    WindowDraft draft = new WindowDraft();
    long lost = recording.lost();
    for (RecordedSample sample : samples) {
      long number = Math.floorDiv(sample.at(), WINDOW_NANOS);
      if (span == null || span.number() != number || draft.isFull()) {
        if (span != null) {
          close(draft, span.range(zero), recording.kind(), recording.period(), lost);
          lost = 0;
        }
        span = new Span(number);
        draft = new WindowDraft();
      }
      int slot = (int) (Math.floorMod(sample.at(), WINDOW_NANOS) / SampleMoments.SLOT.toNanos());
      draft.add(sample.frames(), sample.task(), slot, sample.cpu());
    }
    if (span != null) {
      close(draft, span.range(zero), recording.kind(), recording.period(), lost);
    }
  }

  /** Adds the windows of a profile without times, over the span it names. */
  public void add(Profile profile) {
    List<CountedSample> samples =
        profile.stacks().stream()
            .map(stack ->
                new CountedSample(
                    SampledTask.process(stack.pid(), stack.command(), ROOT_CGROUP),
                    stack.frames(),
                    stack.count()))
            .toList();
    add(samples, profile.range(), profile.kind(), profile.period(), profile.lost());
  }

  /**
   * Adds the windows of samples without times.
   *
   * @param range span they were taken in
   * @param period time between two samples of one CPU, zero where that is not told
   * @param lost samples the profiler said it lost
   */
  public void add(
      List<CountedSample> samples, TimeRange range, SampleKind kind, Duration period, long lost) {
    WindowDraft draft = new WindowDraft();
    long left = lost;
    for (CountedSample sample : samples) {
      if (draft.isFull()) {
        close(draft, range, kind, period, left);
        draft = new WindowDraft();
        left = 0;
      }
      draft.add(sample.frames(), sample.task(), sample.count());
    }
    if (!draft.isEmpty()) {
      close(draft, range, kind, period, left);
    }
  }

  private void close(
      WindowDraft draft, TimeRange range, SampleKind kind, Duration period, long lost) {
    bytes += WINDOW_BYTES + draft.bytes();
    if (bytes > mostBytes) {
      throw new ProfileFormatException(
          "window",
          windows.size(),
          "the windows would be larger than %d bytes in all; send the profile in parts"
              .formatted(mostBytes));
    }
    windows.add(
        new ProfileWindow(
            host,
            boot,
            windows.size() + 1L,
            range,
            kind,
            period,
            draft.samples(),
            draft.stacks(),
            draft.frames(),
            lost));
  }

  /** One window of ten seconds on the clock of the recording. */
  private record Span(long number) {
    TimeRange range(Instant zero) {
      Instant start = zero.plusNanos(number * WINDOW_NANOS);
      return new TimeRange(start, start.plusNanos(WINDOW_NANOS));
    }
  }
}
