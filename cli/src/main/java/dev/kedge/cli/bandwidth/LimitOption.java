package dev.kedge.cli.bandwidth;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.scenario.Group;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.scenario.file.ScenarioFile;
import java.util.ArrayList;
import java.util.List;

/** The option {@code --limit GROUP=MAX}: another {@code cpu.max} line for a group. */
final class LimitOption {
  private LimitOption() {}

  /** The scenario with the limits given instead of its own. */
  static Scenario apply(List<String> limits, Scenario scenario) {
    List<Group> groups = new ArrayList<>(scenario.groups());
    for (String given : limits) {
      int equals = given.lastIndexOf('=');
      String path = given.substring(0, Math.max(0, equals));
      int at = index(groups, path);
      if (at < 0) {
        throw new BandwidthException(
            "--limit '%s': expected GROUP=MAX with one of the groups %s"
                .formatted(given, groups.stream().map(Group::path).toList()));
      }
      CpuLimit limit = ScenarioFile.readLimit("--limit", given.substring(equals + 1));
      long burst = groups.get(at).limit().burstUs();
      groups.set(at, groups.get(at).withLimit(limit.limited() ? fit(limit, burst) : limit));
    }
    return scenario.withGroups(groups);
  }

  /** The burst stays, as far as the kernel takes it. */
  private static CpuLimit fit(CpuLimit limit, long burstUs) {
    return limit.withBurst(Math.min(burstUs, limit.quotaUs()));
  }

  private static int index(List<Group> groups, String path) {
    for (int i = 0; i < groups.size(); i++) {
      if (groups.get(i).path().equals(path)) {
        return i;
      }
    }
    return -1;
  }
}
