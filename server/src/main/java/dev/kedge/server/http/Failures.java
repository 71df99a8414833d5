package dev.kedge.server.http;

import dev.kedge.model.Printable;
import dev.kedge.store.disk.StoreFullException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what an endpoint threw into a problem. The asker's mistakes are not logged; the server's
 * are, once, here, and nothing of their inside is told.
 */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  Problem problem(String method, String route, RuntimeException failure) {
    return switch (failure) {
      case ProblemException e -> e.problem();
      case StoreFullException e -> {
        LOG.warn("{} {}: {}", method, route, printable(e));
        yield new Problem(507, printable(e), Optional.of(Duration.ofSeconds(30)));
      }
      default -> {
        LOG.error("{} {}: {}", method, route, printable(failure), failure);
        yield new Problem(500, "the server failed to answer; its log says why");
      }
    };
  }

  private static String printable(RuntimeException e) {
    return Printable.of(String.valueOf(e.getMessage()), 500);
  }
}
