package dev.kedge.store.issues;

import dev.kedge.report.SecurityOrder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Orders of the list of issues. Issues that are equal by one: last seen first. */
public enum IssueOrder {
  /** What takes most hosts away from their work first: {@link dev.kedge.report.FleetStanding}. */
  FLEET,
  /** What an attacker could make most of first: {@link SecurityOrder}. Events stand behind. */
  SECURITY,
  /** Last seen first. */
  TIME;

  private static final Comparator<IssueKey> LAST_SEEN_FIRST =
      Comparator.comparingLong(IssueKey::lastSeen).thenComparingLong(IssueKey::issue).reversed();

  Comparator<IssueKey> order() {
    return switch (this) {
      case FLEET -> Comparator.comparing(IssueKey::standing).thenComparing(LAST_SEEN_FIRST);
      case SECURITY ->
          Comparator.comparing((IssueKey key) -> key.type(), new SecurityOrder())
              .thenComparing(LAST_SEEN_FIRST);
      case TIME -> LAST_SEEN_FIRST;
    };
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
