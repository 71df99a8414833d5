package dev.kedge.server.api;

import dev.kedge.model.TimeRange;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.SampleMoments;
import dev.kedge.server.http.Call;
import dev.kedge.server.http.Query;
import dev.kedge.store.telemetry.ProfileSelection;
import dev.kedge.store.telemetry.SampleFilter;
import java.util.Arrays;
import java.util.List;

/** Reads which samples are asked for. */
final class ProfileQuery {
  /** Parameters that every question about samples takes. */
  static final List<String> RANGE = List.of("from", "to", "kind");

  /** Parameters that narrow a profile down. */
  static final List<String> FILTERS = List.of("pid", "command", "cgroup", "tid", "thread", "cpu");

  /** Bytes of PATH_MAX: no cgroup path is longer. */
  static final int MAX_CGROUP = 4096;

  private ProfileQuery() {}

  static SampleKind kind(Query query) {
    List<String> names = Arrays.stream(SampleKind.values()).map(SampleKind::wireName).toList();
    String name = query.choice("kind", names, SampleKind.CPU.wireName());
    return Arrays.stream(SampleKind.values())
        .filter(kind -> kind.wireName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  static ProfileSelection selection(Call call, TimeRange range) {
    Query query = call.query();
    return new ProfileSelection(
        call.host(),
        range,
        kind(query),
        new SampleFilter(
            query.integer("pid", 0, Integer.MAX_VALUE),
            query.text("command", 255),
            query.text("cgroup", MAX_CGROUP),
            query.integer("tid", 0, Integer.MAX_VALUE),
            query.text("thread", 255),
            query.integer("cpu", 0, SampleMoments.MAX_CPU)));
  }

  static int nodes(Query query) {
    return query.integer("nodes", 100, 200_000).orElse(50_000);
  }
}
