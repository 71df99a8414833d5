package dev.kedge.linux.perf;

import java.util.Optional;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Turns records into calls of a handler. Any words are accepted: what is malformed or of an unknown
 * type is counted and passed over. One thread at a time.
 */
final class RecordParser {
  private static final int DEVICE_MINOR_BITS = 20;

  private final RecordLayout layout;
  private final PerfSample sample;
  private final Long2ObjectHashMap<EventKind> kinds = new Long2ObjectHashMap<>();
  private final TextCache texts = new TextCache();
  private final BuildIdCache buildIds = new BuildIdCache();
  private final WakeupBudget allowed;
  private int wakeeAt;
  private long samples;
  private long lost;
  private long unknown;
  private long malformed;

  RecordParser(RecordLayout layout, int maxStack) {
    this.layout = layout;
    this.allowed = new WakeupBudget();
    this.sample = new PerfSample(maxStack);
  }

  /** Handles the record in the first {@code count} words. */
  void parse(long[] words, int count, int cpu, PerfRecordHandler handler) {
    long header = words[0];
    switch (RecordHeader.type(header)) {
      case RecordHeader.SAMPLE -> sample(words, count, handler);
      case RecordHeader.MMAP2 -> mmap2(words, count, handler);
      case RecordHeader.COMM -> comm(words, count, handler);
      case RecordHeader.FORK, RecordHeader.EXIT -> task(words, count, handler);
      case RecordHeader.LOST -> lost(words, count, 2, cpu, handler);
      case RecordHeader.LOST_SAMPLES -> lost(words, count, 1, cpu, handler);
      case RecordHeader.THROTTLE -> throttle(words, count, true, cpu, handler);
      case RecordHeader.UNTHROTTLE -> throttle(words, count, false, cpu, handler);
      default -> unknown++;
    }
  }

  private void sample(long[] words, int count, PerfRecordHandler handler) {
    EventKind kind = kind(words, count);
    boolean waking = kind == EventKind.SCHED_WAKING;
    if (!sample.read(words, count, layout, waking ? wakeeAt : -1)) {
      malformed++;
      return;
    }
    sample.kind(kind);
    samples++;
    if (!kind.tracepoint()
        || allowed.take(words[layout.identifierWord], sample.timeNanos(), handler)) {
      handler.onSample(sample);
    }
  }

  private EventKind kind(long[] words, int count) {
    return layout.identifierWord == 0 || layout.identifierWord >= count
        ? EventKind.CPU_CLOCK
        : kinds.getOrDefault(words[layout.identifierWord], EventKind.CPU_CLOCK);
  }

  /** Where {@link EventKind#SCHED_WAKING} says in its raw data who is woken. */
  void wakeeAt(int offset) {
    wakeeAt = offset;
  }

  /** How many samples of tracepoints are allowed. */
  WakeupBudget allowed() {
    return allowed;
  }

  /** Samples with this number are of a further event. */
  void event(long id, EventKind kind) {
    kinds.put(id, kind);
  }

  private void mmap2(long[] words, int count, PerfRecordHandler handler) {
    int end = count - layout.trailerWords;
    if (end < 9) {
      malformed++;
      return;
    }
    boolean hasBuildId = (RecordHeader.flags(words[0]) & RecordHeader.MISC_MMAP_BUILD_ID) != 0;
    long device = hasBuildId ? 0 : (words[5] & 0xffff_ffffL) << DEVICE_MINOR_BITS | words[5] >>> 32;
    handler.onMmap2(
        new MmapRecord(
            (int) words[1],
            (int) (words[1] >>> 32),
            words[2],
            words[3],
            words[4],
            device,
            hasBuildId ? 0 : words[6],
            hasBuildId ? buildIds.read(words, 5) : Optional.empty(),
            texts.read(words, 9, end),
            time(words, count)));
  }

  private void comm(long[] words, int count, PerfRecordHandler handler) {
    int end = count - layout.trailerWords;
    if (end < 3) {
      malformed++;
      return;
    }
    handler.onComm(
        (int) words[1],
        (int) (words[1] >>> 32),
        texts.read(words, 2, end),
        (RecordHeader.flags(words[0]) & RecordHeader.MISC_COMM_EXEC) != 0,
        time(words, count));
  }

  private void task(long[] words, int count, PerfRecordHandler handler) {
    if (count < 4 + layout.trailerWords) {
      malformed++;
      return;
    }
    int pid = (int) words[1];
    int tid = (int) words[2];
    if (RecordHeader.type(words[0]) == RecordHeader.FORK) {
      handler.onFork(
          pid, tid, (int) (words[1] >>> 32), (int) (words[2] >>> 32), time(words, count));
    } else {
      handler.onExit(pid, tid, time(words, count));
    }
  }

  private void lost(long[] words, int count, int at, int cpu, PerfRecordHandler handler) {
    if (count < at + 1 + layout.trailerWords || words[at] < 0) {
      malformed++;
      return;
    }
    lost += words[at];
    handler.onLost(cpu, words[at]);
  }

  private void throttle(long[] words, int count, boolean on, int cpu, PerfRecordHandler handler) {
    if (count < 4 + layout.trailerWords) {
      malformed++;
      return;
    }
    handler.onThrottle(cpu, on, time(words, count));
  }

  private long time(long[] words, int count) {
    return words[count - layout.timeFromEnd];
  }

  /** Samples handed over. */
  long samples() {
    return samples;
  }

  /** Records the kernel reported as lost. */
  long lost() {
    return lost;
  }

  /** Records of a type that is not handled. */
  long unknown() {
    return unknown;
  }

  /** Records too short for their type. */
  long malformed() {
    return malformed;
  }
}
