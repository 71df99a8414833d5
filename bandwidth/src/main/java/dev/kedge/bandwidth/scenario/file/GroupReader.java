package dev.kedge.bandwidth.scenario.file;

import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.scenario.Group;
import dev.kedge.bandwidth.scenario.document.Fields;
import dev.kedge.bandwidth.scenario.document.Node;
import dev.kedge.bandwidth.scenario.document.Node.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the section {@code groups}. */
final class GroupReader {
  private static final int MAX_GROUPS = 20_000;

  private GroupReader() {}

  static List<Group> groups(Node node, Names names) {
    List<Group> groups = new ArrayList<>();
    for (Entry entry : Fields.named(node, "groups by their paths, such as /web: 20000 100000")) {
      if (groups.size() == MAX_GROUPS) {
        throw entry.place().error("more than %d groups".formatted(MAX_GROUPS));
      }
      checkPath(entry, names);
      groups.add(group(entry));
      names.group(entry.key());
    }
    return groups;
  }

  /** The words of {@code cpu.max}: a quota or {@code max}, then perhaps a period. */
  static CpuLimit limit(Words words, long burstUs) {
    String first = words.next("a quota in microseconds, or max");
    long quota =
        first.equals("max")
            ? CpuLimit.UNLIMITED
            : Words.number(
                words.place(), first, "the quota in microseconds", 1_000, CpuLimit.MAX_QUOTA_US);
    long period =
        words.more()
            ? words.number(
                "the period in microseconds", CpuLimit.MIN_PERIOD_US, CpuLimit.MAX_PERIOD_US)
            : CpuLimit.DEFAULT_PERIOD_US;
    return words.place().refine(() -> new CpuLimit(quota, period, burstUs));
  }

  /** The shares a {@code cpu.weight} stands for ({@code sched_weight_from_cgroup}). */
  static int shares(long weight) {
    return (int) ((weight * 1024 + 50) / 100);
  }

  private static void checkPath(Entry entry, Names names) {
    String path = Words.name(entry.place(), entry.key(), "group");
    if (!path.startsWith("/") || path.endsWith("/") || path.contains("//")) {
      throw entry
          .place()
          .error(
              path.equals("/")
                  ? "the root group takes no limit: leave it out"
                  : "'%s' is no path: expected a form such as /pods/web".formatted(path));
    }
    String parent = path.substring(0, Math.max(1, path.lastIndexOf('/')));
    if (!names.hasGroup(parent)) {
      throw entry
          .place()
          .error("group '%s' needs '%s' above it in the list".formatted(path, parent));
    }
  }

  private static Group group(Entry entry) {
    Node node = entry.value();
    if (node instanceof Node.Scalar scalar) {
      return Group.of(entry.key(), scalar.text().isEmpty() ? CpuLimit.NONE : line(node, 0));
    }
    Fields fields =
        new Fields(node, "a group", "max", "burst", "weight", "shares", "idle", "offset");
    long burst =
        fields
            .get("burst")
            .map(n -> MachineReader.number(n, "burst in microseconds", 0, CpuLimit.MAX_QUOTA_US))
            .orElse(0L);
    CpuLimit limit =
        fields
            .get("max")
            .map(max -> line(max, burst))
            .orElseGet(() -> fields.place().refine(() -> CpuLimit.NONE.withBurst(burst)));
    return new Group(
        entry.key(),
        limit,
        weight(fields),
        MachineReader.flag(fields, "idle", false),
        fields.get("offset").isPresent()
            ? OptionalLong.of(MachineReader.time(fields, "offset", 0))
            : OptionalLong.empty());
  }

  private static CpuLimit line(Node node, long burst) {
    Words words = Words.of(node, "a cpu.max line such as 20000 100000, or max");
    CpuLimit limit = limit(words, burst);
    words.end();
    return limit;
  }

  private static int weight(Fields fields) {
    Optional<Node> weight = fields.get("weight");
    if (weight.isPresent() && fields.get("shares").isPresent()) {
      throw weight.get().place().error("weight and shares say the same: keep one");
    }
    return weight
        .map(node -> shares(MachineReader.number(node, "weight", 1, 10_000)))
        .orElseGet(() ->
            fields
                .get("shares")
                .map(node -> (int) MachineReader.number(node, "shares", 2, 262_144))
                .orElse(Group.DEFAULT_SHARES));
  }
}
