package dev.kedge.verify.suite;

import dev.kedge.verify.result.KernelIdentity;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An option of the kernel's configuration that has to be set.
 *
 * @param option its name, such as {@code CONFIG_CFS_BANDWIDTH}
 * @param values what it may be: {@code y}, {@code m} or a number
 */
record ConfigNeed(String option, List<String> values) {
  ConfigNeed {
    values = List.copyOf(values);
  }

  /** Reads {@code y} or {@code y|m}. */
  static ConfigNeed of(PlanNode.Entry entry) {
    if (!entry.key().matches("CONFIG_[A-Z0-9_]{1,100}")) {
      throw entry.place().error("'%s' is no option such as CONFIG_MEMCG".formatted(entry.key()));
    }
    String values = entry.value().text("what the option may be, such as y or y|m");
    return new ConfigNeed(entry.key(), Arrays.asList(values.split("\\|", -1)));
  }

  /** Why a kernel does not have it; a kernel that came without a configuration may have it. */
  Optional<String> lackedBy(KernelIdentity kernel) {
    String value = kernel.config().getOrDefault(option, "n");
    return kernel.config().isEmpty() || values.contains(value)
        ? Optional.empty()
        : Optional.of(
            "the kernel has %s=%s, not %s".formatted(option, value, String.join(" or ", values)));
  }
}
