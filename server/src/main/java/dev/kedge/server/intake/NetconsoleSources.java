package dev.kedge.server.intake;

import dev.kedge.model.HostId;
import dev.kedge.report.HostReport;
import dev.kedge.report.Occurrences;
import dev.kedge.report.ReportFeed;
import dev.kedge.report.ReportParser;
import dev.kedge.report.carrier.Carrier;
import dev.kedge.report.carrier.CarrierLimits;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A feed for each sender of netconsole datagrams: the one heard of longest ago makes room for
 * another. A sender's host is its address. For one thread.
 */
final class NetconsoleSources {
  private static final Logger LOG = LoggerFactory.getLogger(NetconsoleSources.class);
  private static final int MAX_SOURCES = 4096;

  /** Characters of all sources that are not over; the one that has most is flushed then. */
  private static final long MAX_CHARACTERS = 64L << 20;

  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final Set<Carrier> CARRIERS =
      Set.of(Carrier.CONSOLE, Carrier.KMSG, Carrier.NETCONSOLE);
  private static final CarrierLimits LIMITS = new CarrierLimits(4, 1024, 1 << 18, 1 << 16);

  private static final class Source {
    final ReportFeed feed;
    final LogOccurrences occurrences;
    long heardAt;
    boolean flushed = true;
    long lostBefore;

    Source(ReportFeed feed, LogOccurrences occurrences) {
      this.feed = feed;
      this.occurrences = occurrences;
    }
  }

  private final ReportParser parser;
  private final Filing filing;
  private final InstantSource clock;
  private final Map<InetAddress, Source> sources = new LinkedHashMap<>(16, 0.75f, true);
  private final Counter lost;
  private final Gauge senders;
  private long tickedAt = System.nanoTime();

  NetconsoleSources(
      ReportParser parser, Filing filing, InstantSource clock, PrometheusRegistry registry) {
    this.parser = parser;
    this.filing = filing;
    this.clock = clock;
    this.lost =
        Counter.builder()
            .name("kedge_netconsole_lost_records_total")
            .help("Records missing by the sequence numbers of extended netconsole.")
            .register(registry);
    this.senders =
        Gauge.builder()
            .name("kedge_netconsole_sources")
            .help("Addresses that are followed.")
            .register(registry);
  }

  /** Takes a datagram that came at {@code now}. */
  void take(InetAddress from, byte[] bytes, long now) {
    Source source = sources.get(from);
    if (source == null) {
      if (sources.size() >= MAX_SOURCES) {
        Iterator<Source> longestAgo = sources.values().iterator();
        flush(longestAgo.next());
        longestAgo.remove();
      }
      source = new Source(new ReportFeed(parser, CARRIERS, LIMITS), occurrences(from));
      sources.put(from, source);
      senders.set(sources.size());
    }
    source.heardAt = now;
    source.flushed = false;
    file(source, source.feed.feed(bytes, 0, bytes.length));
    if (isRecordWithoutEnd(bytes)) {
      file(source, source.feed.feed(new byte[] {'\n'}, 0, 1));
    }
  }

  private static LogOccurrences occurrences(InetAddress from) {
    String address = from.getHostAddress();
    int scope = address.indexOf('%');
    String name = (scope < 0 ? address : address.substring(0, scope)).replace(':', '-');
    return new LogOccurrences(new HostId(name), true, "netconsole");
  }

  /**
   * Extended netconsole puts one record, or one fragment of it, into a datagram, without a line
   * feed behind a fragment. Basic netconsole sends the console's bytes as they come.
   */
  private static boolean isRecordWithoutEnd(byte[] bytes) {
    if (bytes.length == 0 || bytes[bytes.length - 1] == '\n') {
      return false;
    }
    String head = new String(bytes, 0, Math.min(300, bytes.length), StandardCharsets.ISO_8859_1);
    int end = head.indexOf(';');
    return end > 0 && head.substring(0, end).chars().filter(c -> c == ',').count() >= 3;
  }

  /** Call it often: hands out what is over because a source is quiet, and what happened. */
  void tick(long now) {
    if (now - tickedAt < TICK_NANOS) {
      return;
    }
    tickedAt = now;
    long characters = 0;
    for (Source source : sources.values()) {
      if (!source.flushed && now - source.heardAt > QUIET_NANOS) {
        flush(source);
      } else if (!source.flushed) {
        events(source);
      }
      characters += source.feed.characters();
    }
    if (characters > MAX_CHARACTERS) {
      sources.values().forEach(this::flush);
    }
  }

  /** Hands out all there is. */
  void end() {
    sources.values().forEach(this::flush);
  }

  private void flush(Source source) {
    source.flushed = true;
    file(source, source.feed.flush());
    events(source);
    long records = source.feed.losses().records();
    lost.inc(records - source.lostBefore);
    source.lostBefore = records;
  }

  private void events(Source source) {
    file(source.occurrences.of(List.of(), source.feed.events(), clock.instant()));
  }

  private void file(Source source, List<HostReport> reports) {
    if (!reports.isEmpty()) {
      file(source.occurrences.of(reports, List.of(), clock.instant()));
    }
  }

  private void file(Occurrences found) {
    if (found.size() == 0) {
      return;
    }
    try {
      filing.file(found);
    } catch (RuntimeException e) {
      // A full disk must not end the listener: what comes when there is room again is filed.
      LOG.error("netconsole: {} occurrences could not be filed", found.size(), e);
    }
  }
}
