package dev.kedge.server.api;

import dev.kedge.model.HostId;
import dev.kedge.model.TimeRange;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.filter.FilterKey;
import dev.kedge.profile.filter.ProfileFilter;
import dev.kedge.server.http.Call;
import dev.kedge.server.http.Gate;
import dev.kedge.server.http.JsonOut;
import dev.kedge.server.http.Query;
import dev.kedge.server.http.Route;
import dev.kedge.store.Store;
import dev.kedge.store.hosts.HostRecord;
import dev.kedge.store.hosts.KernelSpan;
import dev.kedge.store.telemetry.ProfileSelection;
import dev.kedge.store.telemetry.ValueCount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The values there are of what a filter can ask for, so that they can be chosen. */
public final class ValueApi {
  private static final int STANDARD = 200;
  private static final int MOST = 1000;

  private final Store store;
  private final QueryLimits limits;
  private final ProfileSides sides;

  /** Answers from that store. */
  public ValueApi(Store store, QueryLimits limits) {
    this.store = store;
    this.limits = limits;
    this.sides = new ProfileSides(store, limits);
  }

  /** The routes of values. */
  public List<Route> routes(Gate gate) {
    return ProfileQuery.routes("values", gate, this::values, "key", "find", "limit");
  }

  /** A value, with its samples where they are counted. */
  private record Value(String value, String note, Optional<Long> samples) {
    boolean has(String text) {
      return value.toLowerCase(Locale.ROOT).contains(text)
          || note.toLowerCase(Locale.ROOT).contains(text);
    }
  }

  private void values(Call call, Optional<HostId> host) {
    Query query = call.query();
    FilterKey key =
        FilterKey.of(query.choice("key", FilterKey.words(), query.required("key", 40)))
            .orElseThrow();
    TimeRange range = query.range("from", "to", limits.maxSpan());
    String find = query.text("find", 200).orElse("").toLowerCase(Locale.ROOT);
    int limit = query.integer("limit", 1, MOST).orElse(STANDARD);
    host.ifPresent(known -> HostApi.known(store, known));
    // A further term of a key is an alternative, so its own terms do not narrow its values down.
    ProfileFilter others = ProfileQuery.filter(query, ProfileQuery.FILTER).only(k -> k != key);
    SampleKind kind = ProfileQuery.kind(query);
    List<ProfileSelection> all =
        sides.selections(host, range, kind, others, ProfileQuery.samples(query, others));
    List<ProfileSelection> asked = bounded(all);
    List<Value> values =
        (key.isOfHosts() ? ofHosts(key, range, all) : ofSamples(key, asked))
            .stream().filter(value -> value.has(find)).toList();
    call.json(
        200,
        json -> {
          json.begin();
          json.text("key", key.word());
          json.beginArray("values");
          values.stream().limit(limit).forEach(value -> write(json, value));
          json.endArray();
          json.number("more", Math.max(0, values.size() - limit));
          json.number("hosts", hosts(asked));
          json.number("hostsLeftOut", key.isOfHosts() ? 0 : hosts(all) - hosts(asked));
          json.end();
        });
  }

  private static void write(JsonOut json, Value value) {
    json.begin();
    json.text("value", value.value());
    json.text("note", value.note());
    json.number("samples", value.samples().orElse(0L));
    json.end();
  }

  private static long hosts(List<ProfileSelection> selections) {
    return selections.stream().map(ProfileSelection::host).distinct().count();
  }

  /** Of a large fleet some hosts suffice for a suggestion. */
  private static List<ProfileSelection> bounded(List<ProfileSelection> all) {
    List<HostId> hosts =
        all.stream().map(ProfileSelection::host).distinct().limit(ProfileSides.MOST_HOSTS).toList();
    return all.stream().filter(one -> hosts.contains(one.host())).toList();
  }

  private List<Value> ofSamples(FilterKey key, List<ProfileSelection> selections) {
    if (selections.isEmpty()) {
      return List.of();
    }
    if (key == FilterKey.CPU) {
      int cpus =
          selections.stream()
              .map(one -> store.hosts().find(one.host()))
              .flatMap(Optional::stream)
              .map(HostRecord::last)
              .mapToInt(last -> last.identity().cpus())
              .max()
              .orElse(0);
      List<Value> numbers = new ArrayList<>();
      for (int cpu = 0; cpu < cpus; cpu++) {
        numbers.add(new Value(String.valueOf(cpu), "", Optional.empty()));
      }
      return numbers;
    }
    return store.profiles().values(selections, key).stream().map(ValueApi::value).toList();
  }

  private static Value value(ValueCount count) {
    return new Value(count.value(), count.note(), Optional.of(count.samples()));
  }

  /** Hosts with the kernels they ran, or kernels with how many hosts ran them. */
  private List<Value> ofHosts(FilterKey key, TimeRange range, List<ProfileSelection> selections) {
    List<HostId> hosts = selections.stream().map(ProfileSelection::host).distinct().toList();
    TreeMap<String, TreeSet<String>> found = new TreeMap<>();
    for (KernelSpan span : store.hosts().kernels(range, Optional.empty())) {
      if (hosts.contains(span.host())) {
        boolean ofHost = key == FilterKey.HOST;
        String host = span.host().value();
        found
            .computeIfAbsent(ofHost ? host : span.kernel(), _ -> new TreeSet<>())
            .add(ofHost ? span.kernel() : host);
      }
    }
    List<Value> values = new ArrayList<>();
    found.forEach((value, with) -> {
      String hostsWith = with.size() == 1 ? "1 host" : with.size() + " hosts";
      String note = key == FilterKey.HOST ? String.join(", ", with) : hostsWith;
      values.add(new Value(value, note, Optional.empty()));
    });
    values.sort(Comparator.comparing(Value::value));
    return values;
  }
}
