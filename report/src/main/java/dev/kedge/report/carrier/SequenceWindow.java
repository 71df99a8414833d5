package dev.kedge.report.carrier;

import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * Puts the numbered records of one boot in order: keeps back what came too early until the missing
 * records are there, or are given up because the window is full. Lines without a number stay behind
 * the record they came after.
 */
final class SequenceWindow {
  /** What came about a record's number. */
  enum Verdict {
    TAKEN,
    DUPLICATE,
    /** The number cannot be of this boot. */
    OTHER_BOOT
  }

  /** Records waited for before it is clear which number comes first. */
  private static final int START = 64;

  /** A kernel's first line is no late packet when more than this many came before it. */
  private static final int BANNER_REACH = 16;

  /** A number further back than this is no late packet. */
  private static final int REACH = 1024;

  /** Kernel time after which a missing record does not come any more, if much else has. */
  private static final long PATIENCE_MICROS = 30_000_000;

  /** Kernel clocks of two CPUs differ less than this. */
  private static final long CLOCK_SKEW_MICROS = 60_000_000;

  private record Held(long sequence, long arrival, LogRecord record) {}

  private final CarrierLimits limits;
  private final Losses.Counter losses;
  private final Fragments fragments;
  private final Consumer<LogRecord> sink;
  private final PriorityQueue<Held> held =
      new PriorityQueue<>((a, b) ->
          a.sequence() != b.sequence()
              ? Long.compare(a.sequence(), b.sequence())
              : Long.compare(a.arrival(), b.arrival()));
  private final PriorityQueue<Long> lines = new PriorityQueue<>();

  /** Numbers taken last and what tells their records apart, at {@code number % REACH}. */
  private final long[] takenNumbers = new long[REACH];

  private final long[] takenPrints = new long[REACH];
  private long heldCharacters;
  private long arrivals;
  private long newest = -1;
  private long newestMicros = -1;

  /** The number that comes next, -1 before the first is given out. */
  private long next = -1;

  SequenceWindow(CarrierLimits limits, Losses.Counter losses, Consumer<LogRecord> sink) {
    this.limits = limits;
    this.losses = losses;
    this.sink = sink;
    this.fragments = new Fragments(losses);
    Arrays.fill(takenNumbers, -1);
  }

  /** Takes a line without a number. */
  void loose(LogRecord record) {
    if (held.isEmpty()) {
      sink.accept(record);
    } else {
      hold(newest, record);
      release();
    }
  }

  /** Takes a record or, with an offset, a fragment of one. */
  Verdict numbered(LogRecord record, int offset, int total) {
    long number = record.sequence();
    Verdict verdict = judge(record, offset >= 0);
    if (verdict != Verdict.TAKEN) {
      losses.duplicates += verdict == Verdict.DUPLICATE ? 1 : 0;
      return verdict;
    }
    newest = Math.max(newest, number);
    newestMicros = Math.max(newestMicros, record.micros());
    if (offset >= 0) {
      fragments.add(record, offset, total).ifPresent(whole -> place(number, whole));
      while (fragments.isFull()) {
        long oldest = fragments.oldest();
        fragments.giveUp(oldest).ifPresent(part -> place(oldest, part));
      }
    } else {
      place(number, record);
    }
    return Verdict.TAKEN;
  }

  private Verdict judge(LogRecord record, boolean fragment) {
    long number = record.sequence();
    boolean older = record.micros() + CLOCK_SKEW_MICROS < newestMicros;
    if (number > newest) {
      return newest >= 0 && older ? Verdict.OTHER_BOOT : Verdict.TAKEN;
    }
    if (number < newest - Math.max(REACH, limits.heldRecords())) {
      return Verdict.OTHER_BOOT;
    }
    if (newest - number > BANNER_REACH && record.text().startsWith("Linux version ")) {
      return Verdict.OTHER_BOOT;
    }
    int slot = (int) (number % REACH);
    if (takenNumbers[slot] == number) {
      boolean same = fragment || takenPrints[slot] == print(record);
      return same ? Verdict.DUPLICATE : Verdict.OTHER_BOOT;
    }
    return Verdict.TAKEN;
  }

  private static long print(LogRecord record) {
    return record.micros() * 31 + record.text().hashCode();
  }

  /** A complete record, or all there is of it. */
  private void place(long number, LogRecord record) {
    int slot = (int) (number % REACH);
    takenNumbers[slot] = number;
    takenPrints[slot] = print(record);
    if (next >= 0 && number < next) {
      losses.late++;
      sink.accept(record);
    } else if (number == next && held.isEmpty()) {
      give(record);
      next = number + 1;
    } else {
      hold(number, record);
      release();
    }
  }

  /** Holds what is here of a record; the rest comes too late from now on. */
  private void mark(long number, LogRecord part) {
    int slot = (int) (number % REACH);
    takenNumbers[slot] = number;
    takenPrints[slot] = print(part);
    hold(number, part);
  }

  private void hold(long number, LogRecord record) {
    held.add(new Held(number, arrivals++, record));
    lines.add(record.line());
    heldCharacters += record.raw().length();
  }

  /** Gives out what is in order, and more while there is too much. */
  private void release() {
    if (next < 0) {
      if (held.size() < Math.min(START, limits.heldRecords())
          && heldCharacters < limits.heldCharacters()) {
        return;
      }
      next = firstNumber();
    }
    while (!held.isEmpty()) {
      Held head = held.peek();
      if (head.sequence() > next) {
        if (!isOverfull()) {
          return;
        }
        skipTo(head.sequence());
      }
      giveHead();
    }
  }

  private long firstNumber() {
    long first = held.isEmpty() ? Long.MAX_VALUE : held.peek().sequence();
    return fragments.isEmpty() ? first : Math.min(first, fragments.oldest());
  }

  private boolean isOverfull() {
    if (held.size() > limits.heldRecords() || heldCharacters > limits.heldCharacters()) {
      return true;
    }
    Held head = held.peek();
    return held.size() >= START
        && head != null
        && newestMicros - head.record().micros() > PATIENCE_MICROS;
  }

  /** Gives up what is missing below a number; fragments of it that are here come out. */
  private void skipTo(long number) {
    while (!fragments.isEmpty() && fragments.oldest() < number) {
      long oldest = fragments.oldest();
      fragments.giveUp(oldest).ifPresent(part -> mark(oldest, part));
    }
    long first = held.isEmpty() ? number : Math.min(number, held.peek().sequence());
    if (first > next) {
      lost += first - next;
      losses.gap(first - next);
      next = first;
    }
  }

  /** Lost before the record that is given out next. */
  private long lost;

  private void giveHead() {
    Held head = held.remove();
    heldCharacters -= head.record().raw().length();
    LogRecord record = head.record();
    long line = lines.remove();
    record = record.at(record.host(), record.boot(), line, record.lostBefore());
    if (record.sequence() < 0) {
      sink.accept(record);
    } else {
      give(record);
      next = Math.max(next, record.sequence() + 1);
    }
  }

  private void give(LogRecord record) {
    long missing = lost;
    lost = 0;
    sink.accept(record.at(record.host(), record.boot(), record.line(), missing));
  }

  /** Gives out all there is, in order, what is missing marked. */
  void flush() {
    while (!fragments.isEmpty()) {
      long oldest = fragments.oldest();
      fragments.giveUp(oldest).ifPresent(part -> mark(oldest, part));
    }
    if (next < 0 && !held.isEmpty()) {
      next = firstNumber();
    }
    while (!held.isEmpty()) {
      skipTo(held.peek().sequence());
      giveHead();
    }
  }

  /** Gives out all there is and begins anew, for the next boot. */
  void restart() {
    flush();
    Arrays.fill(takenNumbers, -1);
    newest = -1;
    newestMicros = -1;
    next = -1;
  }
}
