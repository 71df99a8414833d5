package dev.kedge.server.api;

import dev.kedge.model.HostIdentity;
import dev.kedge.model.Printable;
import dev.kedge.model.TimeRange;
import dev.kedge.profile.SampleKind;
import dev.kedge.server.http.ProblemException;
import dev.kedge.store.Store;
import dev.kedge.store.hosts.HostRecord;
import dev.kedge.store.sql.Page;
import dev.kedge.store.telemetry.ProfileSelection;
import dev.kedge.store.telemetry.SampleFilter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Hosts by the kernel they run, from its boot on: what ran before is not known for sure. */
final class KernelHosts {
  private static final int MOST_HOSTS = 32;
  private static final int PAGE = 500;

  private final Store store;

  KernelHosts(Store store) {
    this.store = store;
  }

  /**
   * What hosts of a kernel sampled in a range.
   *
   * @param parameter the kernel came in, for the message
   * @param kernel release, or its beginning up to a dot or dash: {@code 6.18} is every 6.18.y
   * @throws ProblemException 400 when no host runs it in the range, or more than 32 do
   */
  List<ProfileSelection> selections(
      String parameter, String kernel, TimeRange range, SampleKind kind, SampleFilter filter) {
    List<ProfileSelection> selections = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      Page<HostRecord> page = store.hosts().list(cursor, PAGE);
      for (HostRecord host : page.items()) {
        HostIdentity identity = host.last().identity();
        Instant from =
            identity.bootedAt().isAfter(range.start()) ? identity.bootedAt() : range.start();
        if (matches(identity.kernel().value(), kernel) && from.isBefore(range.end())) {
          selections.add(
              new ProfileSelection(
                  identity.host(), new TimeRange(from, range.end()), kind, filter));
        }
      }
      cursor = page.next();
    } while (cursor.isPresent() && selections.size() <= MOST_HOSTS);
    if (selections.isEmpty() || selections.size() > MOST_HOSTS) {
      throw ProblemException.badRequest(
          "%s=%s: %s hosts ran it in the range; expected 1 to %d"
              .formatted(
                  parameter,
                  Printable.of(kernel, 128),
                  selections.isEmpty() ? "no" : "more than " + MOST_HOSTS,
                  MOST_HOSTS));
    }
    return selections;
  }

  private static boolean matches(String release, String kernel) {
    return release.equals(kernel)
        || (release.startsWith(kernel) && ".-+_".indexOf(release.charAt(kernel.length())) >= 0);
  }
}
