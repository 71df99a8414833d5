package dev.kedge.server.intake;

import dev.kedge.model.HostId;
import dev.kedge.model.Printable;
import dev.kedge.profile.ProfileFormatException;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.otlp.OtlpCodec;
import dev.kedge.profile.otlp.OtlpMessage;
import dev.kedge.profile.otlp.OtlpProfile;
import dev.kedge.profile.recording.RecordedWindows;
import dev.kedge.server.auth.Access;
import dev.kedge.server.http.Call;
import dev.kedge.server.http.Gate;
import dev.kedge.server.http.Problem;
import dev.kedge.server.http.ProblemException;
import dev.kedge.server.http.Route;
import dev.kedge.store.Store;
import dev.kedge.store.disk.StoreFullException;
import io.helidon.http.Method;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes in profiles as an OpenTelemetry collector sends them (OTLP/HTTP, binary or JSON). Answers
 * 200 once they are durable. Safe for many threads.
 */
public final class OtlpIntake {
  private static final String KIND = "otlp";
  private static final String JSON = "application/json";
  private static final int REASONS = 5;
  private static final int REASON_LENGTH = 300;

  /** A message names a stack once, windows name it in each of them. */
  private static final int GROWTH = 8;

  private static final Duration FULL_FOR = Duration.ofSeconds(30);

  private final IntakeCounters counters;
  private final IntakeLimits limits;
  private final BodyReader body;
  private final FutureCheck future;
  private final OtlpHosts hosts;
  private final OtlpJson json = new OtlpJson();
  private final RecentBodies recent = new RecentBodies();

  /** Puts what it takes in into that store. */
  public OtlpIntake(
      Store store,
      InstantSource clock,
      IntakeCounters counters,
      LiveHosts live,
      IntakeLimits limits) {
    this.counters = counters;
    this.limits = limits;
    this.future = new FutureCheck(clock);
    this.hosts = new OtlpHosts(store, clock, live);
    this.body = new BodyReader(limits.sentBytes(), limits.decodedBytes(), limits.bodyTime());
  }

  /** The route of OTLP profiles. */
  public List<Route> routes() {
    return List.of(
        new Route(
            Method.POST,
            "/v1development/profiles",
            Access.INTAKE,
            Gate.of("OTLP profiles", limits.concurrentOtlp(), limits.patience()),
            List.of(),
            this::take,
            OtlpAnswer.FAILURES));
  }

  private void take(Call call) {
    if (call.mediaType().equals(JSON)) {
      call.bytes(200, JSON, answer(call, true).json());
    } else {
      call.bytes(200, AgentIntake.MEDIA_TYPE, answer(call, false).bytes());
    }
  }

  private OtlpAnswer answer(Call call, boolean isJson) {
    OtlpAnswer answer;
    try {
      if (!isJson && !call.mediaType().equals(AgentIntake.MEDIA_TYPE)) {
        throw new ProblemException(
            new Problem(
                415,
                "the Content-Type of OTLP profiles is %s or %s"
                    .formatted(AgentIntake.MEDIA_TYPE, JSON)));
      }
      byte[] message = body.read(call);
      String digest = RecentBodies.digest(message);
      Optional<OtlpAnswer> before = recent.answer(digest);
      answer =
          before.isPresent() ? before.get() : keep(decoded(isJson ? binary(message) : message));
      recent.remember(digest, answer);
      counters.taken(KIND, before.isPresent(), message.length);
    } catch (StoreFullException e) {
      counters.refused(KIND);
      // Of the statuses that say so, this is the one after which an OTLP sender tries again.
      throw ProblemException.busy(Printable.of(String.valueOf(e.getMessage()), 500), FULL_FOR);
    } catch (RuntimeException e) {
      counters.refused(KIND);
      throw e;
    }
    return answer;
  }

  private byte[] binary(byte[] message) {
    try {
      return json.binary(message);
    } catch (ProfileFormatException e) {
      throw ProblemException.badRequest(Printable.of("OTLP as JSON: " + e.getMessage(), 300));
    }
  }

  private static OtlpMessage decoded(byte[] message) {
    try {
      return OtlpCodec.read(message);
    } catch (ProfileFormatException e) {
      throw ProblemException.badRequest(Printable.of(String.valueOf(e.getMessage()), 300));
    }
  }

  private OtlpAnswer keep(OtlpMessage message) {
    Rejections rejections = new Rejections();
    message.refused().forEach(rejections::add);
    List<OtlpProfile> wanted = new ArrayList<>();
    for (OtlpProfile profile : message.profiles()) {
      Optional<String> wrong = wrong(profile);
      if (wrong.isPresent()) {
        rejections.add(wrong.get());
      } else {
        wanted.add(profile);
        rejections.skipped(profile.timed().skipped());
      }
    }
    for (OtlpProfile profile : OtlpProfile.joined(wanted)) {
      keep(profile, rejections);
    }
    return rejections.answer();
  }

  private void keep(OtlpProfile profile, Rejections rejections) {
    HostId host = new HostId(profile.resource().host().orElseThrow());
    List<ProfileWindow> windows;
    try {
      RecordedWindows made =
          new RecordedWindows(host, OtlpHosts.boot(host), (long) GROWTH * limits.decodedBytes());
      profile.into(made, Instant.EPOCH);
      windows = made.windows();
    } catch (ProfileFormatException e) {
      rejections.add(String.valueOf(e.getMessage()));
      return;
    }
    hosts.keep(host, profile.resource().architecture(), windows);
  }

  /** Why a profile cannot be taken. */
  private Optional<String> wrong(OtlpProfile profile) {
    Optional<String> host = profile.resource().host();
    if (host.isEmpty()) {
      return Optional.of(
          "a resource without host.name, k8s.node.name and host.id; let the collector add one, for"
              + " example by its resourcedetection processor");
    }
    try {
      new HostId(host.get());
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
    if (profile.samples() > 0 && !profile.first().isAfter(Instant.EPOCH)) {
      return Optional.of("samples without times in a profile without time_unix_nano");
    }
    if (profile.samples() > 0 && future.isTooFar(profile.last())) {
      return Optional.of(future.message(profile.last()));
    }
    Duration span = profile.range().duration();
    if (!profile.counted().isEmpty() && span.compareTo(AgentIntake.MAX_WINDOW) > 0) {
      return Optional.of(
          "samples without times over %s, more than %s".formatted(span, AgentIntake.MAX_WINDOW));
    }
    return Optional.empty();
  }

  /** What of a message is not taken, and why. */
  private static final class Rejections {
    private final Set<String> reasons = new LinkedHashSet<>();
    private long profiles;
    private long samples;

    void add(String reason) {
      profiles++;
      note(reason);
    }

    void skipped(long count) {
      samples += count;
    }

    private void note(String reason) {
      if (reasons.size() < REASONS) {
        reasons.add(Printable.of(reason, REASON_LENGTH));
      }
    }

    OtlpAnswer answer() {
      if (samples > 0) {
        note("%d samples of time without times and period were left out".formatted(samples));
      }
      return new OtlpAnswer(profiles, String.join("; ", reasons));
    }
  }
}
