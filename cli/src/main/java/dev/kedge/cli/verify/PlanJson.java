package dev.kedge.cli.verify;

import dev.kedge.verify.compare.Gate;
import dev.kedge.verify.run.PlannedBoot;
import dev.kedge.verify.run.PlannedSuite;
import dev.kedge.verify.suite.Plan;
import dev.kedge.verify.suite.PlanFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Plans as JSON. */
final class PlanJson {
  private PlanJson() {}

  /** One plan: its rounds, boots with their suites, and gates. */
  static String text(Plan plan) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("plan", plan.identity().name());
    json.put("sha256", plan.identity().sha256());
    json.put("about", plan.about());
    json.put("rounds", plan.rounds());
    json.put("boots", plan.boots().stream().map(PlanJson::boot).toList());
    json.put("gates", plan.gates().stream().map(gate -> gate(plan, gate)).toList());
    return JsonMapper.shared().writeValueAsString(json);
  }

  /** The built-in plans. */
  static String list() {
    List<Map<String, String>> plans =
        PlanFile.BUILT_IN.stream()
            .map(name -> Map.of("plan", name, "about", PlanFile.open(name).about()))
            .toList();
    return JsonMapper.shared().writeValueAsString(plans);
  }

  private static Map<String, Object> boot(PlannedBoot boot) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", boot.name());
    json.put("machine", boot.machine().name());
    json.put("suites", boot.suites().stream().map(PlanJson::suite).toList());
    return json;
  }

  private static Map<String, Object> suite(PlannedSuite suite) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", suite.name());
    json.put("command", suite.command());
    suite.limit().ifPresent(limit -> json.put("limitSeconds", limit.toSeconds()));
    json.put("panics", suite.panics());
    return json;
  }

  private static Map<String, Object> gate(Plan plan, Gate gate) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", gate.name());
    json.put("case", gate.path());
    json.put("blocking", gate.blocking());
    json.put("reason", plan.reason(gate.name()));
    return json;
  }
}
