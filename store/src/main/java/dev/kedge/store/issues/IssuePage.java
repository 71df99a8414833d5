package dev.kedge.store.issues;

import java.util.List;
import java.util.Optional;

/**
 * A part of the list of issues.
 *
 * @param issues in the order asked for
 * @param next cursor of the next part, empty at the end
 * @param kinds reports and parts of the machine of all issues, the filter set aside
 * @param types report types of all issues, the filter set aside, most issues first
 * @param hosts hosts of all issues, at most 200
 * @param kernels kernel releases of all issues, at most 200
 */
public record IssuePage(
    List<IssueSummary> issues,
    Optional<String> next,
    List<Facet> kinds,
    List<Facet> types,
    List<Facet> hosts,
    List<Facet> kernels) {
  public IssuePage {
    issues = List.copyOf(issues);
    kinds = List.copyOf(kinds);
    types = List.copyOf(types);
    hosts = List.copyOf(hosts);
    kernels = List.copyOf(kernels);
  }

  /**
   * A value issues have.
   *
   * @param value the value
   * @param count issues that have it
   */
  public record Facet(String value, long count) {}
}
