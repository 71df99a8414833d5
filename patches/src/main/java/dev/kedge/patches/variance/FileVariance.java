package dev.kedge.patches.variance;

import java.util.List;

/**
 * How the changes of one file differ.
 *
 * @param path the file's name in the backport, or upstream where the backport leaves it out
 * @param upstreamPath the file's name upstream where it is another one, the same otherwise
 * @param level how far
 * @param interdiff both patches laid over each other; see {@link Interdiff}
 */
public record FileVariance(
    String path, String upstreamPath, Variance.Level level, List<Interdiff.Line> interdiff) {
  /** Copies the lines. */
  public FileVariance {
    interdiff = List.copyOf(interdiff);
  }
}
