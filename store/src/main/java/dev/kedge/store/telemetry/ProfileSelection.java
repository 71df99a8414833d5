package dev.kedge.store.telemetry;

import dev.kedge.model.HostId;
import dev.kedge.model.TimeRange;
import dev.kedge.profile.SampleKind;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which samples a profile is made of.
 *
 * @param host where
 * @param range every window that shares an instant with it counts, whole
 * @param kind what a sample stands for
 * @param pid one process only
 * @param command processes of that name only
 * @param cgroup processes of that cgroup and of all below it only; {@code /} is every one
 */
public record ProfileSelection(
    HostId host,
    TimeRange range,
    SampleKind kind,
    OptionalInt pid,
    Optional<String> command,
    Optional<String> cgroup) {

  /** All samples of a kind. */
  public static ProfileSelection of(HostId host, TimeRange range, SampleKind kind) {
    return new ProfileSelection(
        host, range, kind, OptionalInt.empty(), Optional.empty(), Optional.empty());
  }
}
