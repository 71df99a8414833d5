package dev.kedge.store.telemetry;

import dev.kedge.model.HostId;
import dev.kedge.model.TimeRange;
import dev.kedge.profile.SampleKind;

/**
 * Which samples a profile is made of.
 *
 * @param host where
 * @param range samples taken in it; of a window that tells no times and shares an instant with it,
 *     all
 * @param kind what a sample stands for
 * @param filter what else they must have in common
 */
public record ProfileSelection(HostId host, TimeRange range, SampleKind kind, SampleFilter filter) {

  /** All samples of a kind. */
  public static ProfileSelection of(HostId host, TimeRange range, SampleKind kind) {
    return new ProfileSelection(host, range, kind, SampleFilter.NONE);
  }

  Span span() {
    return new Span(host, range, kind);
  }
}
