package dev.kedge.agent;

import dev.kedge.linux.perf.EventKind;
import dev.kedge.linux.perf.WatchedThreads;
import dev.kedge.profile.SampleKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A kind of sample to take beside CPU time.
 *
 * @param kind which
 * @param period a sample at every so many events of a CPU; of wakeups: all of one of so many
 *     threads
 * @param fixed whether the period was asked for; else it follows how many events there are
 */
public record SampledKind(SampleKind kind, long period, boolean fixed) {
  static final long MAX_PERIOD = 1_000_000_000L;

  /** Primes, so that loops of programs do not beat with them. */
  private static final long SWITCHES = 199;

  private static final long FAULTS = 997;

  /** One of so many threads; a power of two, for they are told by the last bits of their ids. */
  private static final long THREADS = 16;

  /**
   * Reads what a user wants, for example {@code cpu,context-switches=99}; CPU time is always taken.
   *
   * @throws AgentException when a kind is not known or a period is out of range
   */
  public static List<SampledKind> parse(String text) {
    List<SampledKind> kinds = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      String name = (equals < 0 ? part : part.substring(0, equals)).strip();
      SampleKind kind =
          SampleKind.ofWireName(name)
              .orElseThrow(() ->
                  new AgentException(
                      "kind of samples \"%s\": expected %s".formatted(name, names())));
      if (kind.counted()) {
        kinds.removeIf(other -> other.kind() == kind);
        kinds.add(
            equals < 0
                ? new SampledKind(kind, finest(kind), kind == SampleKind.WAKEUPS)
                : new SampledKind(kind, period(kind, part, equals), true));
      } else if (equals >= 0) {
        throw new AgentException("kind \"%s\": its rate is given by --frequency".formatted(part));
      }
    }
    return List.copyOf(kinds);
  }

  /** The period on a quiet host. */
  static long finest(SampleKind kind) {
    return switch (kind) {
      case PAGE_FAULTS -> FAULTS;
      case WAKEUPS -> THREADS;
      case CPU, CONTEXT_SWITCHES -> SWITCHES;
    };
  }

  /** The same kind with another period. */
  SampledKind every(long events) {
    return new SampledKind(kind, events, fixed);
  }

  private static long period(SampleKind kind, String part, int equals) {
    String digits = part.substring(equals + 1).strip();
    long period = digits.matches("[0-9]{1,10}") ? Long.parseLong(digits) : 0;
    if (kind == SampleKind.WAKEUPS
        && (Long.bitCount(period) != 1 || period > 1L << WatchedThreads.MAX_BITS)) {
      throw new AgentException(
          "kind \"%s\": expected a power of two up to %d, to record one of so many threads"
              .formatted(part, 1L << WatchedThreads.MAX_BITS));
    }
    if (period < 1 || period > MAX_PERIOD) {
      throw new AgentException(
          "kind \"%s\": expected a number of events from 1 to %d".formatted(part, MAX_PERIOD));
    }
    return period;
  }

  private static String names() {
    return Stream.of(SampleKind.values())
        .map(SampleKind::wireName)
        .collect(Collectors.joining(", "));
  }

  /** The kernel's event that is counted; none for wakeups, which are two of chosen threads. */
  Optional<EventKind> event() {
    return switch (kind) {
      case CPU -> Optional.of(EventKind.CPU_CLOCK);
      case CONTEXT_SWITCHES -> Optional.of(EventKind.CONTEXT_SWITCHES);
      case PAGE_FAULTS -> Optional.of(EventKind.PAGE_FAULTS);
      case WAKEUPS -> Optional.empty();
    };
  }
}
