package dev.kedge.store.issues;

import dev.kedge.report.SecurityOrder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Orders of the list of issues. Issues that are equal by one: last seen first. */
public enum IssueOrder {
  /** What takes most hosts away from their work first: {@link dev.kedge.report.FleetStanding}. */
  FLEET(Comparator.comparing(IssueKey::standing)),
  /** What an attacker could make most of first: {@link SecurityOrder}. Events stand behind. */
  SECURITY(Comparator.comparing(IssueKey::type, new SecurityOrder())),
  /** Last seen first. */
  TIME((a, b) -> 0);

  private final Comparator<IssueKey> order;

  IssueOrder(Comparator<IssueKey> first) {
    this.order =
        first.thenComparing(
            Comparator.comparingLong(IssueKey::lastSeen)
                .thenComparingLong(IssueKey::issue)
                .reversed());
  }

  Comparator<IssueKey> order() {
    return order;
  }

  /** The name used in the API. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The order of a label, if there is one. */
  public static Optional<IssueOrder> of(String label) {
    return Arrays.stream(values()).filter(one -> one.label().equals(label)).findFirst();
  }
}
