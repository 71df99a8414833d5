package dev.kedge.cli.patches;

import dev.kedge.model.Printable;
import dev.kedge.patches.CommitId;
import dev.kedge.patches.git.TrialPick;
import dev.kedge.patches.missing.IgnoreList;
import dev.kedge.patches.missing.MissingFix;
import dev.kedge.patches.missing.ScanResult;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** Missing fixes as text and as the JSON lines that docs/cli.md describes. */
final class MissingFixText {
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
   */
  record Tried(MissingFix fix, Optional<TrialPick> pick, List<String> cves) {
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
    fix.takenBack().ifPresent(revert -> line.put("takenBackBy", revert.hex()));
    out.println(JsonMapper.shared().writeValueAsString(line));
  }

  /** Those that close CVEs first, then the older before the younger. */
  void table(List<Tried> all) {
    all.stream()
        .sorted(Comparator.comparing((Tried tried) -> tried.cves().isEmpty()))
        .forEach(this::row);
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
