package dev.kedge.verify.suite;

import dev.kedge.verify.compare.Gate;
import dev.kedge.verify.compare.GateRule;
import dev.kedge.verify.compare.Tolerance;
import dev.kedge.verify.result.Statistic;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/** Reads one gate of a plan. */
final class GateReader {
  private static final List<String> COMMON =
      List.of("name", "case", "rule", "since", "needs", "advisory", "reason");
  private static final List<String> STATISTICS =
      List.of("value", "p50", "p99", "max", "min", "mean", "sum");

  /** What a gate may promise, with the keys that this takes besides the common ones. */
  private enum Rule {
    PASSES,
    NOT_FLAKIER,
    NO_NEW_REPORTS,
    BOUND,
    RATIO,
    NO_REGRESSION;

    private List<String> keys() {
      return switch (this) {
        case PASSES, NOT_FLAKIER, NO_NEW_REPORTS -> List.of();
        case BOUND -> List.of("metric", "statistic", "min", "max");
        case RATIO -> List.of("metric", "statistic", "max");
        case NO_REGRESSION -> List.of("metric", "statistic", "relative", "absolute", "must-see");
      };
    }

    private String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final Set<String> suites;

  /** A reader of gates on these suites. */
  GateReader(Set<String> suites) {
    this.suites = suites;
  }

  PlanGate read(PlanNode node) {
    Rule rule = rule(node);
    List<String> keys = Stream.concat(COMMON.stream(), rule.keys().stream()).toList();
    KnownKeys gate = new KnownKeys(node, "a gate with the rule " + rule.word(), keys);
    PlanNode name = gate.require("name", "a name of the gate");
    String path = gate.text("case", "a suite, or suite.case").orElse("");
    if (!path.isEmpty()
        && suites.stream().noneMatch(s -> path.equals(s) || path.startsWith(s + "."))) {
      throw gate.require("case", "")
          .place()
          .error("no suite '%s': the plan has %s".formatted(path, String.join(", ", suites)));
    }
    Optional<Series> since =
        gate.get("since")
            .map(at ->
                Series.of(at.text("a series such as \"6.18\""))
                    .orElseThrow(() -> at.unexpected("a series such as \"6.18\"")));
    GateRule promise = gate.place().refine(() -> promise(rule, gate));
    return new PlanGate(
        new Gate(SuiteReader.name(name), path, !gate.flag("advisory"), promise),
        since,
        gate.entries("needs", "options and their values").stream().map(ConfigNeed::of).toList(),
        gate.require("reason", "why the gate is there, for those it stops").text("a sentence"));
  }

  private static Rule rule(PlanNode node) {
    for (PlanNode.Entry entry : node.entries("a gate")) {
      if (entry.key().equals("rule")) {
        List<String> words = Arrays.stream(Rule.values()).map(Rule::word).toList();
        String word = entry.value().word("a rule", words);
        return Rule.values()[words.indexOf(word)];
      }
    }
    throw node.place().error("key 'rule' is missing: what the gate promises");
  }

  private static GateRule promise(Rule rule, KnownKeys gate) {
    return switch (rule) {
      case PASSES -> new GateRule.Passes();
      case NOT_FLAKIER -> new GateRule.NotFlakier();
      case NO_NEW_REPORTS -> new GateRule.NoNewReports();
      case BOUND ->
          new GateRule.Bound(
              metric(gate), statistic(gate), number(gate, "min"), number(gate, "max"));
      case RATIO ->
          new GateRule.Ratio(
              metric(gate),
              statistic(gate),
              gate.require("max", "a ratio from 1").number("a ratio"));
      case NO_REGRESSION ->
          new GateRule.NoRegression(
              metric(gate),
              statistic(gate),
              new Tolerance(number(gate, "relative").orElse(0), number(gate, "absolute").orElse(0)),
              number(gate, "must-see"));
    };
  }

  private static String metric(KnownKeys gate) {
    return gate.require("metric", "the metric's name").text("the metric's name");
  }

  private static Statistic statistic(KnownKeys gate) {
    return gate.get("statistic")
        .map(node -> node.word("a statistic", STATISTICS))
        .map(word -> Statistic.valueOf(word.toUpperCase(Locale.ROOT)))
        .orElse(Statistic.VALUE);
  }

  private static OptionalDouble number(KnownKeys gate, String key) {
    Optional<PlanNode> node = gate.get(key);
    return node.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(node.get().number("a number in the metric's unit"));
  }
}
