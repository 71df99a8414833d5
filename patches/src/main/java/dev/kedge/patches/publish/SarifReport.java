package dev.kedge.patches.publish;

import dev.kedge.patches.check.CheckResult;
import dev.kedge.patches.check.Finding;
import dev.kedge.patches.check.Level;
import dev.kedge.patches.check.Rule;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * SARIF 2.1.0. A finding without a file has the commit as its logical location; a waiver is an
 * external suppression.
 */
final class SarifReport implements CheckFormat.Report {
  @Override
  public String of(CheckResult result) {
    Map<String, Object> driver = new LinkedHashMap<>();
    driver.put("name", "kedge patches check");
    driver.put("rules", Arrays.stream(Rule.values()).map(SarifReport::rule).toList());
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("tool", Map.of("driver", driver));
    run.put("results", result.findings().stream().map(SarifReport::finding).toList());
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    root.put("version", "2.1.0");
    root.put("runs", List.of(run));
    return JsonMapper.shared().writeValueAsString(root);
  }

  private static Map<String, Object> rule(Rule rule) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("id", rule.label());
    object.put("shortDescription", Map.of("text", "A commit " + rule.meaning()));
    return object;
  }

  private static Map<String, Object> finding(Finding finding) {
    Map<String, Object> location = new LinkedHashMap<>();
    finding
        .path()
        .ifPresent(path ->
            location.put(
                "physicalLocation", Map.of("artifactLocation", Map.of("uri", PathUri.of(path)))));
    location.put(
        "logicalLocations", List.of(Map.of("name", finding.commit().hex(), "kind", "commit")));
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("ruleId", finding.rule().label());
    object.put("level", finding.level() == Level.BLOCKING ? "error" : "warning");
    object.put(
        "message",
        Map.of(
            "text",
            "%s (\"%s\"): %s"
                .formatted(finding.commit().abbreviated(), finding.subject(), finding.message())));
    object.put("locations", List.of(location));
    finding
        .waiver()
        .ifPresent(waiver ->
            object.put(
                "suppressions",
                List.of(
                    Map.of(
                        "kind",
                        "external",
                        "justification",
                        waiver.owner() + " until " + waiver.until() + ": " + waiver.reason()))));
    return object;
  }
}
