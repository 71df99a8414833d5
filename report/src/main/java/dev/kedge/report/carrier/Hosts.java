package dev.kedge.report.carrier;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The hosts of an input, and which of them a line is of. */
final class Hosts {
  /** Lines without a host stay with the host before them for this long. */
  private static final int MAX_CONTINUATION = 64;

  private final CarrierLimits limits;
  private final Losses.Counter losses;
  private final RecordSink sink;

  /** The one heard of longest ago first. */
  private final LinkedHashMap<String, HostLines> byName = new LinkedHashMap<>(16, 0.75f, true);

  private int named;
  private @Nullable HostLines last;
  private int continuation;

  Hosts(CarrierLimits limits, Losses.Counter losses, RecordSink sink) {
    this.limits = limits;
    this.losses = losses;
    this.sink = sink;
  }

  /**
   * The host a line is of. An input that names one host and has lines without a name is of that
   * host alone; with more of them, a line without a name continues the one before it unless it has
   * a kernel's stamp of its own.
   */
  HostLines of(String name, boolean stamped) {
    HostLines before = last;
    if (before != null && name.equals(before.name())) {
      continuation = 0;
      return before;
    }
    HostLines host = known(name, stamped);
    last = host;
    return host;
  }

  private HostLines known(String name, boolean stamped) {
    HostLines host = byName.get(name);
    if (host != null) {
      return host;
    }
    if (name.isEmpty() && named == 1) {
      return byName.firstEntry().getValue();
    }
    HostLines before = last;
    if (name.isEmpty() && before != null && !stamped && ++continuation < MAX_CONTINUATION) {
      return before;
    }
    HostLines unnamed = named == 0 && !name.isEmpty() ? byName.remove("") : null;
    if (unnamed != null) {
      unnamed.rename(name);
      sink.named(name);
    } else {
      makeRoom();
    }
    HostLines added = unnamed == null ? new HostLines(name, limits, losses, sink::record) : unnamed;
    byName.put(name, added);
    named = byName.size() - (byName.containsKey("") ? 1 : 0);
    return added;
  }

  private void makeRoom() {
    if (byName.size() < limits.hosts()) {
      return;
    }
    Map.Entry<String, HostLines> oldest = byName.firstEntry();
    oldest.getValue().flush();
    byName.remove(oldest.getKey());
    losses.forgottenHosts++;
    sink.forgotten(oldest.getKey());
  }

  /** Gives out what is kept back. */
  void flush() {
    byName.values().forEach(HostLines::flush);
  }
}
