package dev.kedge.server.intake;

import dev.kedge.model.Heartbeat;
import dev.kedge.model.HostId;
import dev.kedge.model.Printable;
import dev.kedge.model.Reading;
import dev.kedge.model.VitalSigns;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.report.EventOccurrence;
import dev.kedge.report.Occurrence;
import dev.kedge.report.Occurrences;
import dev.kedge.server.auth.Access;
import dev.kedge.server.http.Call;
import dev.kedge.server.http.Gate;
import dev.kedge.server.http.Problem;
import dev.kedge.server.http.ProblemException;
import dev.kedge.server.http.Route;
import dev.kedge.store.Store;
import dev.kedge.store.intake.Receipt;
import dev.kedge.wire.HeartbeatCodec;
import dev.kedge.wire.OccurrencesCodec;
import dev.kedge.wire.VitalSignsCodec;
import dev.kedge.wire.WindowCodec;
import dev.kedge.wire.WireException;
import io.helidon.http.Method;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;

/** Takes in what agents send. Answers 202 once it is durable. Safe for many threads. */
public final class AgentIntake {
  static final String MEDIA_TYPE = "application/x-protobuf";

  /** A window is ten seconds; one of more than this is a mistake that would smear a time line. */
  static final Duration MAX_WINDOW = Duration.ofHours(1);

  private final Store store;
  private final InstantSource clock;
  private final IntakeCounters counters;
  private final LiveHosts live;
  private final IntakeLimits limits;
  private final BodyReader body;
  private final Filing filing;
  private final FutureCheck future;

  /** Puts what it takes in into that store. */
  public AgentIntake(
      Store store,
      InstantSource clock,
      IntakeCounters counters,
      LiveHosts live,
      IntakeLimits limits) {
    this.store = store;
    this.clock = clock;
    this.counters = counters;
    this.live = live;
    this.limits = limits;
    this.filing = new Filing(store, counters);
    this.future = new FutureCheck(clock);
    this.body = new BodyReader(limits.sentBytes(), limits.decodedBytes(), limits.bodyTime());
  }

  /** The routes of agents. */
  public List<Route> routes() {
    Gate gate = Gate.of("uploads", limits.concurrentUploads(), limits.patience());
    return List.of(
        route("heartbeat", gate, this::decodeHeartbeat, this::keepHeartbeat),
        route("windows", gate, this::decodeWindow, this::keepWindow),
        route("vitals", gate, this::decodeVitals, this::keepVitals),
        route("reports", gate, OccurrencesCodec::decode, this::keepReports));
  }

  private <T> Route route(
      String kind, Gate gate, Function<byte[], T> decode, BiPredicate<HostId, T> keep) {
    return new Route(
        Method.POST,
        "/api/v1/hosts/{host}/" + kind,
        Access.INTAKE,
        gate,
        List.of(),
        call -> take(call, kind, decode, keep));
  }

  private <T> void take(
      Call call, String kind, Function<byte[], T> decode, BiPredicate<HostId, T> keep) {
    boolean duplicate;
    try {
      HostId host = call.host();
      if (!call.mediaType().equals(MEDIA_TYPE)) {
        throw new ProblemException(
            new Problem(415, "the Content-Type of an upload is " + MEDIA_TYPE));
      }
      byte[] bytes = body.read(call);
      duplicate = keep.test(host, decoded(decode, bytes));
      counters.taken(kind, duplicate, bytes.length);
    } catch (RuntimeException e) {
      counters.refused(kind);
      throw e;
    }
    call.json(
        202,
        json -> {
          json.begin();
          json.flag("duplicate", duplicate);
          json.end();
        });
  }

  private static <T> T decoded(Function<byte[], T> decode, byte[] bytes) {
    try {
      return decode.apply(bytes);
    } catch (WireException e) {
      throw ProblemException.badRequest(
          "the message is damaged or cut off: "
              + Printable.of(String.valueOf(e.getMessage()), 300));
    }
  }

  private Heartbeat decodeHeartbeat(byte[] bytes) {
    return HeartbeatCodec.decode(bytes);
  }

  private boolean keepHeartbeat(HostId host, Heartbeat heartbeat) {
    same(host, heartbeat.identity().host());
    Instant now = clock.instant();
    store.hosts().heartbeat(heartbeat, now);
    live.seen(host, now);
    return false;
  }

  private ProfileWindow decodeWindow(byte[] bytes) {
    ProfileWindow window = WindowCodec.decode(bytes);
    if (window.range().duration().compareTo(MAX_WINDOW) > 0) {
      throw ProblemException.badRequest(
          "the window spans %s, more than %s".formatted(window.range().duration(), MAX_WINDOW));
    }
    notAhead(window.range().end());
    return window;
  }

  private boolean keepWindow(HostId host, ProfileWindow window) {
    same(host, window.host());
    return store.profiles().append(window) == Receipt.DUPLICATE;
  }

  private VitalSigns decodeVitals(byte[] bytes) {
    VitalSignsCodec.Received received = VitalSignsCodec.receive(bytes);
    counters.skipped(received.skipped());
    VitalSigns vitals = received.signs();
    for (Reading reading : vitals.readings()) {
      notAhead(reading.at());
    }
    return vitals;
  }

  private boolean keepVitals(HostId host, VitalSigns vitals) {
    same(host, vitals.host());
    return store.vitals().append(vitals) == Receipt.DUPLICATE;
  }

  private boolean keepReports(HostId host, Occurrences occurrences) {
    for (Occurrence occurrence : occurrences.reports()) {
      same(host, occurrence.host());
      notAhead(occurrence.at());
    }
    for (EventOccurrence occurrence : occurrences.events()) {
      same(host, occurrence.host());
      notAhead(occurrence.at());
    }
    if (occurrences.size() == 0) {
      throw ProblemException.badRequest("the message holds no report");
    }
    return filing.file(occurrences).stream().allMatch(one -> one.filed().duplicate());
  }

  private static void same(HostId path, HostId message) {
    if (!path.equals(message)) {
      throw ProblemException.badRequest(
          "the path names the host %s, the message the host %s".formatted(path, message));
    }
  }

  private void notAhead(Instant at) {
    if (future.isTooFar(at)) {
      throw ProblemException.badRequest(future.message(at));
    }
  }
}
