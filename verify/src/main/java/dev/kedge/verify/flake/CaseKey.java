package dev.kedge.verify.flake;

/**
 * A case on a machine.
 *
 * @param path the case, a {@link dev.kedge.verify.result.CaseResult#path()}
 * @param machine the machine's name in the plan
 */
public record CaseKey(String path, String machine) implements Comparable<CaseKey> {
  @Override
  public int compareTo(CaseKey other) {
    int byPath = path.compareTo(other.path);
    return byPath != 0 ? byPath : machine.compareTo(other.machine);
  }
}
