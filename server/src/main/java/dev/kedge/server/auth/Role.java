package dev.kedge.server.auth;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a token lets its bearer do. */
public enum Role {
  /** Reads everything, sends nothing: people and dashboards. */
  READ,
  /** Sends data, reads nothing: the agents of the fleet. */
  AGENT,
  /** Reads everything and works with the merge queue: maintainers and their pipelines. */
  MERGE,
  /** All of it. */
  ADMIN;

  /** True when this role satisfies what a route demands. */
  public boolean may(Access access) {
    return switch (access) {
      case OPEN -> true;
      case READ -> this != AGENT;
      case INTAKE -> this == AGENT || this == ADMIN;
      case MERGE -> this == MERGE || this == ADMIN;
    };
  }

  /** The word used in the token file. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of that word, empty when there is none. */
  public static Optional<Role> of(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }
}
