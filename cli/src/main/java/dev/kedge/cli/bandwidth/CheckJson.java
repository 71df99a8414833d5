package dev.kedge.cli.bandwidth;

import dev.kedge.bandwidth.check.Finding;
import dev.kedge.bandwidth.host.HostSnapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The contract of {@code kedge bandwidth check --json}, described in docs/cli.md. */
final class CheckJson {
  private CheckJson() {}

  static String text(HostSnapshot host, List<Finding> findings) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("kernel", host.kernelRelease());
    root.put("cpus", host.cpus());
    root.put("groups", host.groups().size());
    root.put("limited", host.groups().stream().filter(g -> g.limit().limited()).count());
    root.put("findings", findings.stream().map(CheckJson::finding).toList());
    root.put("unread", host.unread());
    return JsonMapper.shared().writeValueAsString(root);
  }

  private static Map<String, Object> finding(Finding finding) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("group", finding.group());
    object.put("rule", finding.rule());
    object.put("severity", finding.severity().label());
    object.put("cpuMax", finding.limit().cpuMax());
    object.put("burstUs", finding.limit().burstUs());
    object.put("reason", finding.reason());
    object.put("writes", finding.fix().writes());
    object.put("advice", finding.fix().advice());
    return object;
  }
}
