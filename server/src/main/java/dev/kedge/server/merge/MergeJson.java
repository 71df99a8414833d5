package dev.kedge.server.merge;

import dev.kedge.server.http.JsonOut;
import java.util.List;
import java.util.Optional;

/** The merge queue's answers. */
final class MergeJson {
  private MergeJson() {}

  /** There is no queue. */
  static void none(JsonOut json) {
    json.begin();
    json.flag("enabled", false);
    json.text("branch", Optional.empty());
    json.text("tip", Optional.empty());
    json.text("remote", Optional.empty());
    json.number("batch", 0);
    json.text("label", Optional.empty());
    json.text("hold", Optional.empty());
    json.number("unreadable", 0);
    for (String list : List.of("checks", "proposals", "runs")) {
      json.beginArray(list);
      json.endArray();
    }
    json.end();
  }

  static void overview(JsonOut json, MergeRoom room, int proposals, int runs) {
    MergeSettings settings = room.settings();
    MergeBoard board = room.board();
    json.begin();
    json.flag("enabled", true);
    json.text("branch", settings.branch());
    json.text("tip", room.branch().here().hex());
    json.text("remote", settings.remote());
    json.number("batch", settings.batch());
    json.text("label", settings.label());
    Optional<MergeBoard.Hold> hold = board.held();
    if (hold.isPresent()) {
      json.begin("hold");
      json.text("reason", hold.get().reason());
      json.time("since", hold.get().since());
      json.end();
    } else {
      json.text("hold", Optional.empty());
    }
    json.number("unreadable", board.unreadable());
    json.beginArray("checks");
    settings
        .checks()
        .forEach(check -> {
          json.begin();
          json.text("name", check.name());
          json.flag("blocking", check.blocking());
          json.end();
        });
    json.endArray();
    json.beginArray("proposals");
    board.proposals(proposals).forEach(entry -> entry(json, entry));
    json.endArray();
    runs(json, board.runs(runs));
    json.end();
  }

  static void proposal(JsonOut json, ProposalEntry entry, List<RunEntry> runs) {
    json.begin();
    fields(json, entry);
    runs(json, runs);
    json.end();
  }

  static void added(JsonOut json, MergeBoard.Added added) {
    json.begin();
    json.number("proposal", added.entry().id());
    json.text("state", added.entry().state().word());
    json.flag("duplicate", added.duplicate());
    json.end();
  }

  static void heard(JsonOut json, Optional<ProposalEntry> entry, String said) {
    json.begin();
    json.number("proposal", entry.map(ProposalEntry::id));
    json.text("said", said);
    json.end();
  }

  private static void entry(JsonOut json, ProposalEntry entry) {
    json.begin();
    fields(json, entry);
    json.end();
  }

  private static void fields(JsonOut json, ProposalEntry entry) {
    json.number("id", entry.id());
    json.text("source", entry.source());
    json.text("title", entry.title());
    json.text("author", entry.author());
    json.text("head", entry.head());
    json.text("state", entry.state().word());
    json.time("proposed", entry.proposed());
    json.text("ended", entry.ended());
    json.text("reason", entry.reason());
    json.text("tip", entry.tip());
  }

  private static void runs(JsonOut json, List<RunEntry> runs) {
    json.beginArray("runs");
    for (RunEntry run : runs) {
      json.begin();
      json.number("id", run.id());
      json.text("check", run.check());
      json.flag("blocking", run.blocking());
      json.text("base", run.base());
      json.text("tip", run.tip());
      json.column("proposals", run.proposals().stream().mapToLong(Long::longValue).toArray());
      json.time("started", run.started());
      json.text("ended", run.ended());
      json.text("outcome", run.outcome());
      json.end();
    }
    json.endArray();
  }
}
