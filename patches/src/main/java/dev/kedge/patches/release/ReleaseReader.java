package dev.kedge.patches.release;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.StepProgress;
import dev.kedge.patches.debt.LiveCommits;
import dev.kedge.patches.debt.Subsystem;
import dev.kedge.patches.debt.UpstreamCopies;
import dev.kedge.patches.diff.FilePatch;
import dev.kedge.patches.diff.Patch;
import dev.kedge.patches.diff.PatchReader;
import dev.kedge.patches.fleet.FleetIssues;
import dev.kedge.patches.index.CommitIndex;
import dev.kedge.patches.index.Fact;
import dev.kedge.patches.index.FactKind;
import dev.kedge.patches.index.FactTable;
import dev.kedge.patches.index.History;
import dev.kedge.patches.index.IndexedCommit;
import dev.kedge.patches.missing.KernelVulnerabilities;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads what came in between two releases of a tree. Pairs that undo each other are left out. */
public final class ReleaseReader {
  private static final int BATCH = 256;

  private final CommitIndex index;
  private final History history;
  private final FleetIssues issues;
  private final KernelVulnerabilities vulnerabilities;

  /** Reads from this index; issues and vulnerabilities may be none. */
  public ReleaseReader(
      CommitIndex index, FleetIssues issues, KernelVulnerabilities vulnerabilities) {
    this.index = index;
    this.history = index.history();
    this.issues = issues;
    this.vulnerabilities = vulnerabilities;
  }

  /**
   * The commits of a release, oldest first, merges left out.
   *
   * @param older the release before
   * @param newer the release
   * @param upstream the newest upstream commit known
   */
  public List<ReleaseItem> read(
      CommitId older, CommitId newer, CommitId upstream, StepProgress progress) {
    BitSet range = history.reachable(List.of(newer));
    range.andNot(history.reachable(List.of(older)));
    BitSet theirs = history.reachable(List.of(upstream));
    theirs.andNot(range);
    UpstreamCopies copies = new UpstreamCopies(index, theirs);
    LiveCommits live = new LiveCommits(index, range);
    List<IndexedCommit> commits = live.commits();
    List<ReleaseItem> items = new ArrayList<>();
    PatchReader reader = new PatchReader(index.repository());
    for (int from = 0; from < commits.size(); from += BATCH) {
      List<IndexedCommit> batch = commits.subList(from, Math.min(commits.size(), from + BATCH));
      Map<CommitId, Patch> patches = new HashMap<>();
      reader.read(batch.stream().map(IndexedCommit::id).toList(), patches::put);
      for (IndexedCommit commit : batch) {
        Patch patch = patches.getOrDefault(commit.id(), new Patch(List.of(), false));
        items.add(item(commit, patch, live.facts(), copies));
      }
      progress.at(items.size(), commits.size());
    }
    return items;
  }

  private ReleaseItem item(
      IndexedCommit commit, Patch patch, FactTable facts, UpstreamCopies copies) {
    List<String> upstream =
        facts.of(commit.number(), FactKind.UPSTREAM).stream().map(Fact::hex).toList();
    List<String> paths = patch.files().stream().map(FilePatch::path).toList();
    int lines = patch.changedLineCount();
    OptionalInt original =
        upstream.stream().map(copies::named).flatMapToInt(OptionalInt::stream).findFirst();
    OptionalLong soak =
        original.isPresent()
            ? OptionalLong.of(
                commit.commitSeconds() - index.commit(original.getAsInt()).commitSeconds())
            : OptionalLong.empty();
    boolean takenBack = original.isPresent() && copies.takenBack(original.getAsInt());
    return new ReleaseItem(
        commit.id(),
        commit.subject(),
        commit.kind(),
        upstream,
        Subsystem.of(paths),
        lines,
        !facts.of(commit.number(), FactKind.FIXES).isEmpty(),
        vulnerabilities.closedBy(commit.id(), upstream),
        issues.touchedBy(patch, commit.subject()),
        RiskRules.of(commit.kind(), paths, lines, soak, takenBack));
  }
}
