package dev.kedge.store.intake;

import dev.kedge.model.HostId;
import dev.kedge.model.Reading;
import dev.kedge.model.VitalSigns;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.store.journal.Entry;
import dev.kedge.store.sql.Micros;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * What is in the journal and not yet in Parquet, in memory, by journal segment: as large as the
 * journal, which is bounded. Safe for use by many threads.
 */
public final class Recent {
  private final TreeMap<Long, Map<HostId, List<Entry>>> bySegment = new TreeMap<>();

  /** Adds an entry of that segment. */
  public synchronized void add(long segment, HostId host, Entry entry) {
    bySegment
        .computeIfAbsent(segment, _ -> new TreeMap<>())
        .computeIfAbsent(host, _ -> new ArrayList<>())
        .add(entry);
  }

  /** Everything of segments up to that number, by host. */
  public synchronized Map<HostId, List<Entry>> through(long segment) {
    Map<HostId, List<Entry>> entries = new TreeMap<>();
    for (Map<HostId, List<Entry>> hosts : bySegment.headMap(segment, true).values()) {
      hosts.forEach(
          (host, list) -> entries.computeIfAbsent(host, _ -> new ArrayList<>()).addAll(list));
    }
    return entries;
  }

  /** Forgets segments up to that number. */
  public synchronized void dropThrough(long segment) {
    bySegment.headMap(segment, true).clear();
  }

  /** Profile windows of a host, in the order they came. */
  public List<ProfileWindow> windows(HostId host) {
    List<ProfileWindow> windows = new ArrayList<>();
    for (Entry entry : entries(host)) {
      if (entry instanceof Entry.Window(var window)) {
        windows.add(window);
      }
    }
    return windows;
  }

  /** Vital signs of a host, in the order they came. */
  public List<VitalSigns> vitals(HostId host) {
    List<VitalSigns> vitals = new ArrayList<>();
    for (Entry entry : entries(host)) {
      if (entry instanceof Entry.Vitals(var signs)) {
        vitals.add(signs);
      }
    }
    return vitals;
  }

  /** Time of a host's oldest entry. */
  public OptionalLong oldest(HostId host) {
    return entries(host).stream().flatMapToLong(Recent::times).min();
  }

  /** Time of the oldest entry. */
  public synchronized OptionalLong oldest() {
    return bySegment.values().stream()
        .flatMap(hosts -> hosts.values().stream())
        .flatMap(List::stream)
        .flatMapToLong(Recent::times)
        .min();
  }

  /** Times an entry speaks of: first and last of a window, each reading's. */
  public static LongStream times(Entry entry) {
    return switch (entry) {
      case Entry.Window(var window) ->
          LongStream.of(Micros.of(window.range().start()), Micros.of(window.range().end()));
      case Entry.Vitals(var signs) ->
          signs.readings().stream().map(Reading::at).mapToLong(Micros::of);
    };
  }

  private synchronized List<Entry> entries(HostId host) {
    List<Entry> entries = new ArrayList<>();
    for (Map<HostId, List<Entry>> hosts : bySegment.values()) {
      entries.addAll(hosts.getOrDefault(host, List.of()));
    }
    return entries;
  }
}
