package dev.kedge.bandwidth.picture;

import java.util.List;

/**
 * Runtime over time: of a group's pool, or of its queue on one CPU. Between two points the value is
 * that of the earlier.
 *
 * @param group the group's id
 * @param cpu the CPU, or {@link #POOL}
 * @param points in the order of time, thinned to the extremes where there were too many
 */
public record Curve(int group, int cpu, List<Point> points) {
  /** Stands for the pool in place of a CPU. */
  public static final int POOL = -1;

  public Curve {
    points = List.copyOf(points);
  }

  /** Nanoseconds of runtime at a time. */
  public record Point(long atNs, long runtimeNs) {}
}
