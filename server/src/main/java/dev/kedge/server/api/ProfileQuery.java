package dev.kedge.server.api;

import dev.kedge.model.HostId;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.SampleMoments;
import dev.kedge.profile.filter.FilterException;
import dev.kedge.profile.filter.ProfileFilter;
import dev.kedge.server.auth.Access;
import dev.kedge.server.http.Call;
import dev.kedge.server.http.Gate;
import dev.kedge.server.http.ProblemException;
import dev.kedge.server.http.Query;
import dev.kedge.server.http.Route;
import dev.kedge.store.telemetry.SampleFilter;
import io.helidon.http.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads which samples are asked for. */
final class ProfileQuery {
  /** Parameters that every question about samples takes. */
  static final List<String> RANGE = List.of("from", "to", "kind");

  /** The filter of samples, in the language of {@link ProfileFilter}. */
  static final String FILTER = "filter";

  /** The filter of the base of a comparison; without it that of the samples is its filter too. */
  static final String BASE_FILTER = "baseFilter";

  /** Exact conditions, one parameter each, where a host is named: shorter than terms. */
  private static final List<String> EXACT =
      List.of("pid", "command", "cgroup", "tid", "thread", "cpu");

  /** Bytes of PATH_MAX: no cgroup path is longer. */
  private static final int MAX_CGROUP = 4096;

  private ProfileQuery() {}

  /** Answers a question about the samples of one host, or of all. */
  @FunctionalInterface
  interface Question {
    /**
     * Answers it.
     *
     * @param host the only host, empty for the fleet
     */
    void answer(Call call, Optional<HostId> host);
  }

  /** The routes of a question: below a host, and below {@code /profiles} for the fleet. */
  static List<Route> routes(String name, Gate gate, Question question, String... more) {
    List<String> fleet = new ArrayList<>(RANGE);
    fleet.add(FILTER);
    fleet.addAll(List.of(more));
    List<String> host = new ArrayList<>(fleet);
    host.addAll(EXACT);
    return List.of(
        new Route(
            Method.GET,
            "/api/v1/hosts/{host}/" + name,
            Access.READ,
            gate,
            host,
            call -> question.answer(call, Optional.of(call.host()))),
        new Route(
            Method.GET,
            "/api/v1/profiles/" + name,
            Access.READ,
            gate,
            fleet,
            call -> question.answer(call, Optional.empty())));
  }

  static SampleKind kind(Query query) {
    List<String> names = Arrays.stream(SampleKind.values()).map(SampleKind::wireName).toList();
    String name = query.choice("kind", names, SampleKind.CPU.wireName());
    return Arrays.stream(SampleKind.values())
        .filter(kind -> kind.wireName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /**
   * The filter in a parameter.
   *
   * @throws ProblemException 400 with the character that is wrong, and the key that was meant
   */
  static ProfileFilter filter(Query query, String parameter) {
    try {
      return ProfileFilter.parse(query.text(parameter, ProfileFilter.MAX_LENGTH).orElse(""));
    } catch (FilterException e) {
      throw ProblemException.badRequest("%s: %s".formatted(parameter, e.getMessage()));
    }
  }

  /** The filter together with the exact conditions. */
  static SampleFilter samples(Query query, ProfileFilter filter) {
    return new SampleFilter(
        query.integer("pid", 0, Integer.MAX_VALUE),
        query.text("command", 255),
        query.text("cgroup", MAX_CGROUP),
        query.integer("tid", 0, Integer.MAX_VALUE),
        query.text("thread", 255),
        query.integer("cpu", 0, SampleMoments.MAX_CPU),
        filter);
  }

  static int nodes(Query query) {
    return query.integer("nodes", 100, 200_000).orElse(50_000);
  }
}
