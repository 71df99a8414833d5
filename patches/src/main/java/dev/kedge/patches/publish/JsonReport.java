package dev.kedge.patches.publish;

import dev.kedge.patches.check.CheckResult;
import dev.kedge.patches.check.Finding;
import dev.kedge.patches.check.Rule;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** One JSON object, described in docs/cli.md. */
final class JsonReport implements CheckFormat.Report {
  @Override
  public String of(CheckResult result) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("policy", result.policy());
    root.put("passes", result.passes());
    root.put("commits", result.commits().size());
    root.put(
        "notChecked",
        Arrays.stream(Rule.values())
            .filter(rule -> !result.looked().contains(rule))
            .map(Rule::label)
            .toList());
    root.put("findings", result.findings().stream().map(JsonReport::finding).toList());
    return JsonMapper.shared().writeValueAsString(root);
  }

  private static Map<String, Object> finding(Finding finding) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("commit", finding.commit().hex());
    object.put("subject", finding.subject());
    object.put("rule", finding.rule().label());
    object.put("level", finding.level().label());
    object.put("fails", finding.fails());
    finding.path().ifPresent(path -> object.put("path", path));
    object.put("message", finding.message());
    finding
        .waiver()
        .ifPresent(waiver -> {
          Map<String, Object> waived = new LinkedHashMap<>();
          waived.put("owner", waiver.owner());
          waived.put("until", waiver.until().toString());
          waived.put("reason", waiver.reason());
          object.put("waiver", waived);
        });
    return object;
  }
}
