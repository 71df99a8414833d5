package dev.kedge.server.api;

import dev.kedge.model.HostId;
import dev.kedge.model.Printable;
import dev.kedge.model.TimeRange;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.filter.FilterKey;
import dev.kedge.profile.filter.ProfileFilter;
import dev.kedge.server.http.Call;
import dev.kedge.server.http.ProblemException;
import dev.kedge.server.http.Query;
import dev.kedge.store.Store;
import dev.kedge.store.hosts.KernelSpan;
import dev.kedge.store.telemetry.ProfileSelection;
import dev.kedge.store.telemetry.SampleFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds the hosts, and the parts of a range, that a filter of the fleet means. */
final class ProfileSides {
  /** Hosts whose samples are added up at most. */
  static final int MOST_HOSTS = 128;

  private static final int NAMED = 8;

  private final Store store;
  private final QueryLimits limits;

  ProfileSides(Store store, QueryLimits limits) {
    this.store = store;
    this.limits = limits;
  }

  /**
   * What {@code filter} asks for.
   *
   * @param host the only host, empty for the fleet
   * @throws ProblemException 404 when that host is not known; 400 when no host has what the filter
   *     asks for, or too many
   */
  ProfileSide current(Call call, Optional<HostId> host, TimeRange range) {
    return side(call, host, range, ProfileQuery.FILTER);
  }

  /** What {@code baseFilter} asks for, else {@code filter}. */
  ProfileSide base(Call call, Optional<HostId> host, TimeRange range) {
    boolean own = call.query().has(ProfileQuery.BASE_FILTER);
    return side(call, host, range, own ? ProfileQuery.BASE_FILTER : ProfileQuery.FILTER);
  }

  /**
   * The range of a base.
   *
   * @param current looked at where none is given and the base has a filter of its own
   */
  static TimeRange baseRange(Query query, TimeRange current, Duration maxSpan) {
    boolean given = query.has("baseFrom") || query.has("baseTo");
    return given || !query.has(ProfileQuery.BASE_FILTER)
        ? query.range("baseFrom", "baseTo", maxSpan)
        : current;
  }

  private ProfileSide side(Call call, Optional<HostId> host, TimeRange range, String parameter) {
    host.ifPresent(known -> HostApi.known(store, known));
    ProfileFilter filter = ProfileQuery.filter(call.query(), parameter);
    SampleKind kind = ProfileQuery.kind(call.query());
    SampleFilter samples = ProfileQuery.samples(call.query(), filter);
    ProfileSide side =
        new ProfileSide(range, kind, filter, selections(host, range, kind, filter, samples));
    int hosts = side.hosts().size();
    if (hosts == 0) {
      throw ProblemException.badRequest("%s: %s".formatted(parameter, nobody(filter, range)));
    }
    if (hosts > MOST_HOSTS
        || range.duration().multipliedBy(hosts).compareTo(limits.maxSpan()) > 0) {
      throw ProblemException.badRequest(
          "%s: %d hosts over %d s; at most %d hosts, and %d days of one host, are added up: name fewer with host= or kernel=, or choose a shorter range"
              .formatted(
                  parameter,
                  hosts,
                  range.duration().toSeconds(),
                  MOST_HOSTS,
                  limits.maxSpan().toDays()));
    }
    return side;
  }

  /** Where a filter looks, without a bound on the hosts; empty where no host has what it asks. */
  List<ProfileSelection> selections(
      Optional<HostId> host,
      TimeRange range,
      SampleKind kind,
      ProfileFilter filter,
      SampleFilter samples) {
    if (host.isPresent() && filter.keys().stream().noneMatch(FilterKey::isOfHosts)) {
      return List.of(new ProfileSelection(host.get(), range, kind, samples));
    }
    boolean kernels = filter.keys().contains(FilterKey.KERNEL);
    List<ProfileSelection> selections = new ArrayList<>();
    for (KernelSpan span : store.hosts().kernels(range, host)) {
      if (!filter.matchesHost(span.host().value())
          || (kernels && !filter.matchesKernel(span.kernel()))) {
        continue;
      }
      ProfileSelection next =
          new ProfileSelection(span.host(), kernels ? span.range() : range, kind, samples);
      if (!selections.isEmpty() && selections.getLast().host().equals(next.host())) {
        selections.addAll(joined(selections.removeLast(), next));
      } else {
        selections.add(next);
      }
    }
    return selections;
  }

  /** A reboot into another kernel that is meant too is no gap. */
  private static List<ProfileSelection> joined(ProfileSelection last, ProfileSelection next) {
    if (last.range().end().isBefore(next.range().start())) {
      return List.of(last, next);
    }
    TimeRange both = new TimeRange(last.range().start(), next.range().end());
    return List.of(new ProfileSelection(last.host(), both, last.kind(), last.filter()));
  }

  private String nobody(ProfileFilter filter, TimeRange range) {
    List<KernelSpan> spans = store.hosts().kernels(range, Optional.empty());
    if (spans.isEmpty()) {
      return "no host is known from the range yet";
    }
    if (filter.keys().contains(FilterKey.KERNEL)) {
      TreeSet<String> ran = new TreeSet<>();
      spans.stream()
          .filter(span -> filter.matchesHost(span.host().value()))
          .forEach(span -> ran.add(span.kernel()));
      if (!ran.isEmpty()) {
        return "no host ran such a kernel in the range; %s ran: %s"
            .formatted(ran.size() > NAMED ? "among others" : "these", shown(ran));
      }
    }
    TreeSet<String> hosts = new TreeSet<>();
    spans.forEach(span -> hosts.add(span.host().value()));
    return "no host has such a name; %s are known: %s"
        .formatted(hosts.size() > NAMED ? "among others these" : "these", shown(hosts));
  }

  private static String shown(SortedSet<String> names) {
    return Printable.of(String.join(", ", names.stream().limit(NAMED).toList()), 400);
  }
}
