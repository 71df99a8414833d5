package dev.kedge.store.upkeep;

import dev.kedge.model.HostId;
import dev.kedge.model.Reading;
import dev.kedge.profile.FrameDefinition;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.StackDefinition;
import dev.kedge.store.intake.UploadStream;
import dev.kedge.store.journal.Entry;
import dev.kedge.store.parquet.Partition;
import dev.kedge.store.sql.Micros;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The entries of closed segments, sorted into the partitions their rows go to. */
final class Roll {
  private final int buckets;
  private final Map<Partition, List<ProfileWindow>> windows = new LinkedHashMap<>();
  private final Map<Partition, List<HostReading>> readings = new LinkedHashMap<>();
  private final Map<Long, Dictionary> dictionaries = new TreeMap<>();
  private final Map<UploadStream, Set<Long>> sequences = new LinkedHashMap<>();

  Roll(Map<HostId, List<Entry>> entries, int buckets) {
    this.buckets = buckets;
    for (List<Entry> ofHost : entries.values()) {
      ofHost.forEach(this::add);
    }
  }

  /** A reading with its host. */
  record HostReading(HostId host, Reading reading) {}

  /** Definitions that came with the windows of one day, each once, and who sent it. */
  static final class Dictionary {
    final Map<Long, StackDefinition> stacks = new LinkedHashMap<>();
    final Map<Long, FrameDefinition> frames = new LinkedHashMap<>();
    final Map<HostId, Long> stackRows = new TreeMap<>();
    final Map<HostId, Long> frameRows = new TreeMap<>();

    private void add(ProfileWindow window) {
      for (StackDefinition stack : window.newStacks()) {
        if (stacks.putIfAbsent(stack.id(), stack) == null) {
          stackRows.merge(window.host(), 1L, Long::sum);
        }
      }
      for (FrameDefinition frame : window.newFrames()) {
        FrameDefinition known = frames.get(frame.id());
        if (known == null) {
          frameRows.merge(window.host(), 1L, Long::sum);
        }
        if (known == null || known.frame().function().isEmpty()) {
          frames.put(frame.id(), frame);
        }
      }
    }
  }

  Map<Partition, List<ProfileWindow>> windows() {
    return windows;
  }

  Map<Partition, List<HostReading>> readings() {
    return readings;
  }

  Map<Long, Dictionary> dictionaries() {
    return dictionaries;
  }

  Map<UploadStream, Set<Long>> sequences() {
    return sequences;
  }

  private void add(Entry entry) {
    sequences
        .computeIfAbsent(UploadStream.of(entry), _ -> new HashSet<>())
        .add(UploadStream.sequence(entry));
    switch (entry) {
      case Entry.Window(var window) -> {
        long start = Micros.of(window.range().start());
        windows
            .computeIfAbsent(
                Partition.of(window.host().value(), start, buckets), _ -> new ArrayList<>())
            .add(window);
        if (!window.newStacks().isEmpty() || !window.newFrames().isEmpty()) {
          dictionaries.computeIfAbsent(Partition.day(start), _ -> new Dictionary()).add(window);
        }
      }
      case Entry.Vitals(var signs) -> {
        for (Reading reading : signs.readings()) {
          readings
              .computeIfAbsent(
                  Partition.of(signs.host().value(), Micros.of(reading.at()), buckets),
                  _ -> new ArrayList<>())
              .add(new HostReading(signs.host(), reading));
        }
      }
    }
  }
}
