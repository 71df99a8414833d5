package dev.kedge.server.bandwidth;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.scenario.document.DocumentReader;
import dev.kedge.bandwidth.scenario.file.ScenarioFile;
import dev.kedge.model.Printable;
import dev.kedge.server.auth.Access;
import dev.kedge.server.http.Call;
import dev.kedge.server.http.Gate;
import dev.kedge.server.http.Problem;
import dev.kedge.server.http.ProblemException;
import dev.kedge.server.http.Query;
import dev.kedge.server.http.Route;
import dev.kedge.server.intake.BodyReader;
import io.helidon.http.Method;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Runs of the bandwidth model for whoever may read; nothing is stored. */
public final class BandwidthApi {
  private static final Set<String> MEDIA_TYPES =
      Set.of("application/yaml", "application/json", "text/plain", "application/octet-stream");
  private static final String SOURCE = "scenario";
  private static final Duration BODY_TIME = Duration.ofSeconds(20);
  private static final int MESSAGE = 600;

  private final SimulationLimits limits;
  private final ScenarioBounds bounds;
  private final BodyReader body;
  private final List<Examples.Example> examples = Examples.load();

  /** Simulates within these bounds. */
  public BandwidthApi(SimulationLimits limits) {
    this.limits = limits;
    this.bounds = new ScenarioBounds(limits);
    this.body = new BodyReader(limits.bodyBytes(), limits.bodyBytes(), BODY_TIME);
  }

  /**
   * The routes of the model.
   *
   * @param queries the bound of what is answered at once without a run
   */
  public List<Route> routes(Gate queries) {
    return List.of(
        new Route(
            Method.GET,
            "/api/v1/bandwidth/examples",
            Access.READ,
            queries,
            List.of(),
            this::examples),
        new Route(
            Method.POST,
            "/api/v1/bandwidth/scenario",
            Access.READ,
            queries,
            List.of(),
            this::check),
        new Route(
            Method.POST,
            "/api/v1/bandwidth/simulate",
            Access.READ,
            Gate.of("simulations", limits.concurrent(), limits.patience()),
            List.of("kernels", "fromMs", "toMs", "interim"),
            this::simulate));
  }

  private void examples(Call call) {
    call.json(200, json -> BandwidthJson.examples(json, examples));
  }

  private void check(Call call) {
    Scenario scenario = read(call);
    String yaml = ScenarioFile.write(scenario);
    call.json(200, json -> BandwidthJson.scenario(json, DocumentReader.yaml(SOURCE, yaml), yaml));
  }

  private void simulate(Call call) {
    Query query = call.query();
    Scenario scenario = read(call);
    bounds.check(scenario);
    List<String> labels = labels(query.text("kernels", 100).orElse("A,B"));
    int lastMs = (int) limits.duration().toMillis();
    long fromNs = query.integer("fromMs", 0, lastMs).orElse(0) * 1_000_000L;
    long toNs =
        Math.min(
            scenario.durationNs(), query.integer("toMs", 1, lastMs).orElse(lastMs) * 1_000_000L);
    if (fromNs >= toNs) {
      throw ProblemException.badRequest(
          "fromMs and toMs leave nothing of a run of %d ms"
              .formatted(scenario.durationNs() / 1_000_000));
    }
    boolean ask = query.choice("interim", List.of("true", "false"), "false").equals("true");
    List<Scenario> compared = compared(labels, scenario);
    RunBudget budget = new RunBudget(limits);
    List<BoundedRun> runs =
        understood(() ->
            Apart.compute(
                call, ask, () -> run(labels, compared, fromNs, toNs, budget), budget::cancel));
    call.json(200, json -> BandwidthJson.simulation(json, scenario, fromNs, toNs, runs));
  }

  private static List<Scenario> compared(List<String> labels, Scenario scenario) {
    return labels.stream()
        .map(label -> scenario.withKernel(understood(() -> kernel(label, scenario))))
        .toList();
  }

  private List<BoundedRun> run(
      List<String> labels, List<Scenario> compared, long fromNs, long toNs, RunBudget budget) {
    List<BoundedRun> runs = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      runs.add(
          BoundedRun.of(labels.get(i), compared.get(i), fromNs, toNs, limits.segments(), budget));
    }
    return runs;
  }

  private Scenario read(Call call) {
    if (!MEDIA_TYPES.contains(call.mediaType())) {
      throw new ProblemException(
          new Problem(
              415, "the Content-Type of a scenario is application/yaml or application/json"));
    }
    String text = new String(body.read(call), StandardCharsets.UTF_8);
    return understood(() -> ScenarioFile.read(SOURCE, text));
  }

  private List<String> labels(String text) {
    Set<String> labels = new LinkedHashSet<>(List.of(text.split(",", -1)));
    if (labels.size() > limits.kernels()) {
      throw ProblemException.badRequest(
          "kernels: at most %d are compared at once".formatted(limits.kernels()));
    }
    return List.copyOf(labels);
  }

  /**
   * A letter exchanges the mechanism and keeps the scenario's other rules; a release brings its
   * own.
   */
  private static Kernel kernel(String label, Scenario scenario) {
    return label.length() == 1
        ? scenario.kernel().withMechanism(Kernel.mechanism(label.charAt(0)).mechanism())
        : Kernel.release(label);
  }

  private static <T> T understood(Supplier<T> work) {
    try {
      return work.get();
    } catch (BandwidthException e) {
      throw ProblemException.badRequest(Printable.of(String.valueOf(e.getMessage()), MESSAGE));
    }
  }
}
