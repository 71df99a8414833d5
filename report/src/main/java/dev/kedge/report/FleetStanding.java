package dev.kedge.report;

import dev.kedge.report.rules.Severity;
import java.util.Comparator;

/**
 * Where an issue stands in a fleet. The natural order puts first what takes most hosts away from
 * their work: how bad one occurrence is, how many hosts have it, how fast it spreads, and whether
 * it came with the kernel that is being rolled out. {@link SecurityOrder} is the order of those who
 * look for bugs that can be abused.
 *
 * @param severity of its worst occurrence
 * @param hosts how many have it
 * @param newHosts how many of them got it in the last day
 * @param newInKernel first seen with the newest kernel of the fleet, and not with the one before
 */
public record FleetStanding(Severity severity, int hosts, int newHosts, boolean newInKernel)
    implements Comparable<FleetStanding> {
  private static final Comparator<FleetStanding> ORDER =
      Comparator.comparing(FleetStanding::severity)
          .thenComparing(FleetStanding::hosts, Comparator.reverseOrder())
          .thenComparing(FleetStanding::newHosts, Comparator.reverseOrder())
          .thenComparing(FleetStanding::newInKernel, Comparator.reverseOrder());

  @Override
  public int compareTo(FleetStanding other) {
    return ORDER.compare(this, other);
  }
}
