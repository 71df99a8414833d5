package dev.kedge.verify.compare;

/**
 * A gate of a plan.
 *
 * @param name its name in the plan, by which waivers name it
 * @param path the case it looks at, a {@link dev.kedge.verify.result.CaseResult#path()}; a suite's
 *     name stands for all its cases; empty for the whole run
 * @param blocking whether it decides; an advisory gate is only shown
 * @param rule what it promises
 */
public record Gate(String name, String path, boolean blocking, GateRule rule) {
  /** Whether it looks at the case with this path. */
  public boolean covers(String casePath) {
    return path.isEmpty() || casePath.equals(path) || casePath.startsWith(path + ".");
  }
}
