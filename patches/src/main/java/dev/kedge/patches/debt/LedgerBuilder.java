package dev.kedge.patches.debt;

import dev.kedge.patches.Commit;
import dev.kedge.patches.CommitId;
import dev.kedge.patches.PatchesException;
import dev.kedge.patches.StepProgress;
import dev.kedge.patches.check.CodeOwners;
import dev.kedge.patches.diff.PatchReader;
import dev.kedge.patches.git.CatFile;
import dev.kedge.patches.git.ChangedPath;
import dev.kedge.patches.index.CommitIndex;
import dev.kedge.patches.index.Fact;
import dev.kedge.patches.index.FactKind;
import dev.kedge.patches.index.History;
import dev.kedge.patches.index.IndexedCommit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Makes the ledger of a tree from the index, which must hold both the tree and upstream.
 *
 * <p>A commit counts as a backport when it names a commit of upstream; where the index holds
 * nothing of upstream beyond the base, the claim is believed. Everything else that is neither a
 * merge nor taken back again is a patch upstream does not have.
 */
public final class LedgerBuilder {
  /** Commits whose patches are read by one git process. */
  private static final int BATCH = 512;

  private final CommitIndex index;
  private final History history;
  private final Optional<CodeOwners> owners;

  /**
   * Builds from this index.
   *
   * @param owners who answers for which paths; where nobody does, and without it, the author does
   */
  public LedgerBuilder(CommitIndex index, Optional<CodeOwners> owners) {
    this.index = index;
    this.owners = owners;
    this.history = index.history();
  }

  /**
   * Makes the ledger.
   *
   * @param name how the caller names the tip
   * @param tip the newest commit of the tree
   * @param base the upstream release the tree is built on: nothing below it counts
   * @param upstream the newest upstream commit known
   * @throws PatchesException when the index lacks one of the three
   */
  public DebtLedger build(
      String name, CommitId tip, CommitId base, CommitId upstream, StepProgress progress) {
    BitSet above = history.reachable(List.of(tip));
    above.andNot(history.reachable(List.of(base)));
    BitSet theirs = history.reachable(List.of(upstream));
    BitSet range = (BitSet) above.clone();
    range.andNot(theirs);
    LiveCommits live = new LiveCommits(index, range);
    UpstreamCopies copies = new UpstreamCopies(index, theirs);
    boolean upstreamKnown = beyond(theirs, base);
    List<IndexedCommit> carried = new ArrayList<>();
    int backports = 0;
    for (IndexedCommit commit : live.commits()) {
      List<Fact> named = live.facts().of(commit.number(), FactKind.UPSTREAM);
      boolean backport =
          !named.isEmpty()
              && (!upstreamKnown
                  || named.stream().allMatch(claim -> copies.named(claim.hex()).isPresent()));
      if (backport) {
        backports++;
      } else {
        carried.add(commit);
      }
    }
    List<DebtEntry> entries = entries(carried, copies, progress);
    long at = index.commit(number(tip)).commitSeconds();
    return new DebtLedger(name, at, entries, backports, live.takenBack());
  }

  private int number(CommitId id) {
    return history
        .number(id)
        .orElseThrow(() -> PatchesException.environment("not in the index: commit " + id));
  }

  /** Says whether the index holds upstream commits above the base. */
  private boolean beyond(BitSet theirs, CommitId base) {
    BitSet beyond = (BitSet) theirs.clone();
    beyond.andNot(history.reachable(List.of(base)));
    return !beyond.isEmpty();
  }

  private List<DebtEntry> entries(
      List<IndexedCommit> carried, UpstreamCopies copies, StepProgress progress) {
    Map<Integer, List<ChangedPath>> paths =
        index.touchedFiles().of(carried.stream().map(IndexedCommit::number).toList());
    List<DebtEntry> entries = new ArrayList<>();
    PatchReader patches = new PatchReader(index.repository());
    try (CatFile objects = new CatFile(index.repository())) {
      for (int from = 0; from < carried.size(); from += BATCH) {
        List<IndexedCommit> batch = carried.subList(from, Math.min(carried.size(), from + BATCH));
        Map<CommitId, Integer> lines = new HashMap<>();
        patches.read(
            batch.stream().map(IndexedCommit::id).toList(),
            (id, patch) -> lines.put(id, patch.changedLineCount()));
        for (IndexedCommit commit : batch) {
          List<String> files =
              paths.getOrDefault(commit.number(), List.of()).stream()
                  .map(ChangedPath::path)
                  .toList();
          entries.add(entry(commit, files, lines.getOrDefault(commit.id(), 0), copies, objects));
        }
        progress.at(Math.min(carried.size(), from + BATCH), carried.size());
      }
    }
    return entries;
  }

  private DebtEntry entry(
      IndexedCommit commit, List<String> files, int lines, UpstreamCopies copies, CatFile objects) {
    UpstreamingEvidence.Found found = state(commit, copies, objects);
    return new DebtEntry(
        commit.id(),
        commit.subject(),
        commit.kind(),
        owner(files).orElse(commit.author()),
        Subsystem.of(files),
        commit.authorSeconds(),
        commit.commitSeconds(),
        files.size(),
        lines,
        found.state(),
        found.evidence());
  }

  /** Who owns most of the files. */
  private Optional<String> owner(List<String> files) {
    Map<String, Integer> counts = new TreeMap<>();
    owners.ifPresent(known ->
        files.stream()
            .map(known::of)
            .filter(of -> !of.isEmpty())
            .forEach(of -> counts.merge(String.join(", ", of), 1, Integer::sum)));
    return counts.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
  }

  private UpstreamingEvidence.Found state(
      IndexedCommit commit, UpstreamCopies copies, CatFile objects) {
    OptionalInt copy = copies.of(commit.number());
    if (copy.isPresent()) {
      String id = history.id(copy.getAsInt()).abbreviated();
      return copies.takenBack(copy.getAsInt())
          ? new UpstreamingEvidence.Found(UpstreamingState.DROPPED, "upstream took back " + id)
          : new UpstreamingEvidence.Found(UpstreamingState.ACCEPTED, "upstream commit " + id);
    }
    Commit message =
        objects
            .commit(commit.id())
            .orElseThrow(
                () -> PatchesException.environment("the repository lacks commit " + commit.id()));
    return UpstreamingEvidence.of(message, commit.kind());
  }
}
