package dev.kedge.cli.patches;

import dev.kedge.model.Printable;
import dev.kedge.patches.CommitId;
import dev.kedge.patches.fleet.FleetHit;
import dev.kedge.patches.git.TrialPick;
import dev.kedge.patches.missing.IgnoreList;
import dev.kedge.patches.missing.MissingFix;
import dev.kedge.patches.missing.ScanResult;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** Missing fixes as text and as the JSON lines that docs/cli.md describes. */
final class MissingFixText {
  private static final int MAX_HITS = 5;

  private final PrintWriter out;
  private final PrintWriter err;

  MissingFixText(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  /**
   * A missing fix with what is known besides.
   *
   * @param fix the fix
   * @param pick what came of trying it; empty when it was not tried
   * @param cves the CVEs it closes
   * @param hits the fleet's issues it may have to do with
   */
  record Tried(MissingFix fix, Optional<TrialPick> pick, List<String> cves, List<FleetHit> hits) {
    String applies() {
      return pick.map(p ->
              switch (p.outcome()) {
                case CLEAN, EMPTY -> "clean";
                case CONFLICT -> "conflict";
                case UNKNOWN -> "unknown";
              })
          .orElse("unknown");
    }
  }

  void json(Tried tried) {
    MissingFix fix = tried.fix();
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("fix", fix.fix().hex());
    line.put("target", fix.targets().getFirst().hex());
    line.put("targets", fix.targets().stream().map(CommitId::hex).toList());
    line.put("subject", fix.subject());
    line.put("via", fix.via().label());
    line.put("applies", tried.applies());
    line.put("conflicts", tried.pick().map(TrialPick::conflicts).orElse(List.of()));
    line.put("empty", tried.pick().filter(p -> p.outcome() == TrialPick.Outcome.EMPTY).isPresent());
    line.put("upstream", fix.upstream());
    line.put("author", fix.author());
    line.put("time", fix.commitSeconds());
    line.put("cves", tried.cves());
    if (!tried.hits().isEmpty()) {
      line.put("fleet", tried.hits().stream().limit(MAX_HITS).map(MissingFixText::object).toList());
    }
    fix.takenBack().ifPresent(revert -> line.put("takenBackBy", revert.hex()));
    out.println(JsonMapper.shared().writeValueAsString(line));
  }

  /**
   * Those that touch issues of the fleet first, by what says most and spreads widest; then those
   * that close CVEs; then the older before the younger.
   */
  static List<Tried> ranked(List<Tried> all) {
    Comparator<Tried> byHits = MissingFixText::compareHits;
    return all.stream().sorted(byHits.thenComparing(tried -> tried.cves().isEmpty())).toList();
  }

  private static int compareHits(Tried a, Tried b) {
    return a.hits().isEmpty() || b.hits().isEmpty()
        ? Boolean.compare(a.hits().isEmpty(), b.hits().isEmpty())
        : FleetHit.MOST_FIRST.compare(a.hits().getFirst(), b.hits().getFirst());
  }

  void table(List<Tried> all) {
    ranked(all).forEach(this::row);
  }

  private static Map<String, Object> object(FleetHit hit) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("issue", hit.issue().title());
    object.put("hosts", hit.issue().hosts());
    object.put("occurrences", hit.issue().occurrences());
    object.put("how", hit.how().name().toLowerCase(Locale.ROOT));
    object.put("name", hit.name());
    return object;
  }

  private void row(Tried tried) {
    MissingFix fix = tried.fix();
    out.println(
        "%s  %-8s  %-10s  %s%s"
            .formatted(
                fix.fix().abbreviated(),
                tried.pick().isEmpty() ? "untried" : tried.applies(),
                fix.via().label(),
                Printable.of(fix.subject(), 110),
                tried.cves().isEmpty() ? "" : "  [" + String.join(" ", tried.cves()) + "]"));
    out.println("              fixes " + fix.targets().getFirst().abbreviated());
    tried.hits().stream()
        .limit(MAX_HITS)
        .forEach(hit ->
            out.println(
                "              seen here: %s (%,d hosts, %,d times), %s %s"
                    .formatted(
                        Printable.of(hit.issue().title(), 200),
                        hit.issue().hosts(),
                        hit.issue().occurrences(),
                        hit.how().label(),
                        Printable.of(hit.name(), 200))));
    tried
        .pick()
        .ifPresent(pick -> {
          pick.conflicts().stream()
              .limit(10)
              .forEach(path -> out.println("              conflict in " + Printable.of(path, 200)));
          if (!pick.reason().isEmpty()) {
            out.println("              not tried: " + pick.reason());
          }
        });
  }

  /** What was looked at and what could not be decided, on standard error. */
  void account(ScanResult result, int ignored, List<IgnoreList.Entry> expired) {
    err.println(
        ("%,d commits only upstream, %,d with a Fixes tag: %,d missing (%,d of them ignored),"
                + " %,d carried under another id, %,d taken back upstream; %,d tags name a commit"
                + " of neither history")
            .formatted(
                result.candidates(),
                result.tagged(),
                result.fixes().size(),
                ignored,
                result.carried(),
                result.revertedUpstream(),
                result.unresolved()));
    expired.forEach(entry ->
        err.println(
            "no longer ignored since %s (owner %s): %s"
                .formatted(entry.until(), Printable.of(entry.owner(), 80), entry.hex())));
    result.unchecked().forEach(text -> err.println("not checked: " + text));
    err.flush();
  }
}
