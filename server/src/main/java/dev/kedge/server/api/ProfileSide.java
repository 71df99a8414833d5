package dev.kedge.server.api;

import dev.kedge.model.HostId;
import dev.kedge.model.TimeRange;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.filter.ProfileFilter;
import dev.kedge.server.http.JsonOut;
import dev.kedge.store.telemetry.ProfileSelection;
import java.util.List;

/**
 * The samples a question is about, or one side of a comparison.
 *
 * @param range when; all selections lie in it
 * @param kind what a sample stands for
 * @param filter as it was asked for
 * @param selections where from: a host may be there more than once, with parts of the range
 */
record ProfileSide(
    TimeRange range, SampleKind kind, ProfileFilter filter, List<ProfileSelection> selections) {
  ProfileSide {
    selections = List.copyOf(selections);
  }

  /** The hosts, each once. */
  List<HostId> hosts() {
    return selections.stream().map(ProfileSelection::host).distinct().toList();
  }

  void writeHosts(JsonOut json, String name) {
    json.column(name, hosts().stream().map(HostId::value).toList());
  }

  void writeRange(JsonOut json, String name) {
    json.begin(name);
    json.time("from", range.start());
    json.time("to", range.end());
    json.end();
  }
}
