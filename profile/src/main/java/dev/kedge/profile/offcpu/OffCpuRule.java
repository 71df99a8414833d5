package dev.kedge.profile.offcpu;

import java.util.List;

/**
 * Functions that tell why a task is off its CPU.
 *
 * @param reason what is shown, for example {@code futex}
 * @param exact whole names
 * @param prefixes beginnings of names
 */
record OffCpuRule(String reason, List<String> exact, List<String> prefixes) {
  boolean matches(String function) {
    return exact.contains(function) || prefixes.stream().anyMatch(function::startsWith);
  }
}
