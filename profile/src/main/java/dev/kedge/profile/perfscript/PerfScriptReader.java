package dev.kedge.profile.perfscript;

import dev.kedge.model.Printable;
import dev.kedge.profile.BoundedLines;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.SampledTask;
import dev.kedge.profile.recording.RecordedSample;
import dev.kedge.profile.recording.Recording;
import java.io.IOException;
import java.io.Reader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the text sample by sample. Used once. */
final class PerfScriptReader {
  private static final long TEXT_LENGTH = 2L << 30;
  private static final int SAMPLES = 2_000_000;
  private static final int FRAMES = 8_000_000;
  private static final int DEPTH = 10_000;
  private static final long LOST_AT_MOST = 1L << 60;

  // Printed with --show-lost-events.
  private static final Pattern LOST =
      Pattern.compile("PERF_RECORD_LOST(?:_SAMPLES)?\\s{1,8}(?:lost\\s)?(\\d{1,18})");

  private final BoundedLines lines;
  private final Map<SampleKind, Kind> kinds = new EnumMap<>(SampleKind.class);
  private final Map<List<NamedFrame>, List<NamedFrame>> stacks = new HashMap<>();
  private final Map<String, Optional<NamedFrame>> frames = new HashMap<>();
  private final Map<SampledTask, SampledTask> tasks = new HashMap<>();
  private final List<NamedFrame> stack = new ArrayList<>();
  private @Nullable PerfSampleLine sample;
  private long samples;
  private long distinctFrames;
  private long skipped;
  private long lost;

  /** What is known of one kind. */
  private static final class Kind {
    private final String event;
    private final List<RecordedSample> samples = new ArrayList<>();
    private long period;

    Kind(String event) {
      this.event = event;
    }
  }

  PerfScriptReader(Reader in) {
    lines = new BoundedLines(in, Long.MAX_VALUE, TEXT_LENGTH);
  }

  List<Recording> read() throws IOException {
    while (lines.next()) {
      line(lines.text());
    }
    close();
    if (kinds.isEmpty()) {
      throw lines.error(
          skipped == 0
              ? "the text holds no sample of perf script"
              : "none of %d samples is of CPU time, context switches or page faults"
                  .formatted(skipped));
    }
    List<Recording> recordings = new ArrayList<>();
    // The text does not tell of which event samples were lost; the first kind says so for all.
    for (Map.Entry<SampleKind, Kind> entry : kinds.entrySet()) {
      Kind kind = entry.getValue();
      boolean first = recordings.isEmpty();
      recordings.add(
          new Recording(
              entry.getKey(),
              Duration.ofNanos(kind.period),
              false,
              kind.samples,
              first ? lost : 0,
              first ? skipped : 0));
    }
    return recordings;
  }

  private void line(String text) {
    if (text.isBlank()) {
      close();
      return;
    }
    if (sample != null && Character.isWhitespace(text.charAt(0)) && sample.rest().isEmpty()) {
      frame(text);
      return;
    }
    if (text.startsWith("#")) {
      return;
    }
    Optional<PerfSampleLine> next = PerfSampleLine.of(text);
    if (next.isPresent()) {
      close();
      begin(next.get());
    } else if (text.contains("PERF_RECORD_")) {
      close();
      Matcher loss = LOST.matcher(text);
      if (loss.find()) {
        lost = Math.min(lost + Long.parseLong(loss.group(1)), LOST_AT_MOST);
      }
    } else if (sample != null && Character.isWhitespace(text.charAt(0))) {
      frame(text);
    } else {
      throw lines.error(
          "expected \"command pid [cpu] seconds: event:\" or a frame, found \"%s\""
              .formatted(Printable.of(text, 80)));
    }
  }

  private void begin(PerfSampleLine line) {
    if (++samples > SAMPLES) {
      throw lines.error("more than %d samples".formatted(SAMPLES));
    }
    sample = line;
    PerfFrameLine.of(line.rest()).ifPresent(stack::add);
  }

  private void frame(String text) {
    // Lines that are no frames are source lines, printed with "-F +srcline".
    Optional<NamedFrame> frame = frames.get(text);
    if (frame == null) {
      frame = PerfFrameLine.of(text);
      if (frames.size() < FRAMES / 8) {
        frames.put(text, frame);
      }
    }
    frame.ifPresent(stack::add);
    if (stack.size() > DEPTH) {
      throw lines.error("a stack of more than %d frames".formatted(DEPTH));
    }
  }

  private void close() {
    PerfSampleLine done = sample;
    if (done == null) {
      return;
    }
    Optional<SampleKind> wanted = done.kind();
    Kind kind = wanted.map(k -> kinds.computeIfAbsent(k, _ -> new Kind(done.event()))).orElse(null);
    if (kind == null || !kind.event.equals(done.event())) {
      skipped++;
    } else {
      kind.period = Math.max(kind.period, done.knownPeriod());
      SampledTask task =
          new SampledTask(done.pid(), done.command(), done.tid(), done.command(), "/");
      SampledTask known = tasks.putIfAbsent(task, task);
      kind.samples.add(
          new RecordedSample(done.at(), done.cpu(), known == null ? task : known, shared()));
    }
    stack.clear();
    sample = null;
  }

  private List<NamedFrame> shared() {
    List<NamedFrame> copy = List.copyOf(stack);
    List<NamedFrame> known = stacks.putIfAbsent(copy, copy);
    if (known != null) {
      return known;
    }
    distinctFrames += copy.size();
    if (distinctFrames > FRAMES) {
      throw lines.error("more than %d frames in all different stacks".formatted(FRAMES));
    }
    return copy;
  }
}
