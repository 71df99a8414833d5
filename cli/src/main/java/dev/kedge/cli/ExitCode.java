package dev.kedge.cli;

import dev.kedge.agent.AgentException;
import dev.kedge.server.ConfigException;
import dev.kedge.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The exit codes of every sub-command. */
final class ExitCode {
  static final int OK = 0;
  static final int FINDING = 1;
  static final int USAGE = 2;
  static final int ENVIRONMENT = 3;

  private ExitCode() {}

  /** What a failure that ended a sub-command means for its caller. */
  static int of(Exception failure) {
    return switch (failure) {
      case ConfigException e -> USAGE;
      case IllegalArgumentException e -> USAGE;
      case AgentException e -> ENVIRONMENT;
      case StoreException e -> ENVIRONMENT;
      case IOException e -> ENVIRONMENT;
      case UncheckedIOException e -> ENVIRONMENT;
      default -> ENVIRONMENT;
    };
  }
}
