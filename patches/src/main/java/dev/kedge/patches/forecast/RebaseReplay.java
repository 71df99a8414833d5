package dev.kedge.patches.forecast;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.StepProgress;
import dev.kedge.patches.debt.LiveCommits;
import dev.kedge.patches.debt.Subsystem;
import dev.kedge.patches.debt.UpstreamCopies;
import dev.kedge.patches.git.ChangedPath;
import dev.kedge.patches.git.CommitStream;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.git.TrialPick;
import dev.kedge.patches.git.TrialPicks;
import dev.kedge.patches.index.CommitIndex;
import dev.kedge.patches.index.Fact;
import dev.kedge.patches.index.FactKind;
import dev.kedge.patches.index.History;
import dev.kedge.patches.index.IndexedCommit;
import dev.kedge.patches.provenance.Provenance;
import dev.kedge.patches.provenance.ProvenanceParser;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Replays what a tree carries onto another base, commit by commit, without a work tree. A commit
 * that conflicts is left out and the replay goes on; later conflicts in the same files are marked
 * as following from it. A commit that cannot be tried is listed, never passed over.
 */
public final class RebaseReplay {
  private static final long SECONDS_A_DAY = 86_400;

  private final CommitIndex index;
  private final History history;
  private final GitRepository repository;

  /** Replays from this index. */
  public RebaseReplay(CommitIndex index) {
    this.index = index;
    this.history = index.history();
    this.repository = index.repository();
  }

  /**
   * Replays.
   *
   * @param tip the newest commit of the tree
   * @param base what the tree is built on: nothing below it is replayed
   * @param onto the new base
   */
  public RebaseForecast replay(CommitId tip, CommitId base, CommitId onto, StepProgress progress) {
    BitSet range = history.reachable(List.of(tip));
    range.andNot(history.reachable(List.of(base)));
    BitSet there = history.reachable(List.of(onto));
    range.andNot(there);
    List<IndexedCommit> stack = new LiveCommits(index, range).commits();
    List<RebaseStep> steps = steps(stack, there, onto, progress);
    long conflicts = steps.stream().filter(s -> s.outcome() == RebaseStep.Outcome.CONFLICT).count();
    return new RebaseForecast(steps, Effort.of(adaptedByDay(stack), conflicts));
  }

  private List<RebaseStep> steps(
      List<IndexedCommit> stack, BitSet there, CommitId onto, StepProgress progress) {
    UpstreamCopies copies = new UpstreamCopies(index, there);
    Map<Integer, List<ChangedPath>> paths =
        index.touchedFiles().of(stack.stream().map(IndexedCommit::number).toList());
    Map<String, CommitId> conflicted = new HashMap<>();
    List<RebaseStep> steps = new ArrayList<>();
    try (TrialPicks trials = new TrialPicks(repository)) {
      String tree = trials.treeOf(onto);
      for (IndexedCommit commit : stack) {
        List<String> touched =
            paths.getOrDefault(commit.number(), List.of()).stream().map(ChangedPath::path).toList();
        Optional<String> upstream = upstream(commit, copies);
        if (upstream.isPresent()) {
          steps.add(step(commit, touched, RebaseStep.Outcome.UPSTREAM, List.of(), upstream.get()));
        } else {
          TrialPick trial = trials.pick(commit.id(), tree);
          if (trial.outcome() == TrialPick.Outcome.CLEAN) {
            tree = trial.tree().orElse(tree);
          }
          steps.add(step(commit, touched, trial, conflicted));
        }
        progress.at(steps.size(), stack.size());
      }
    }
    return steps;
  }

  /** What upstream calls the commit, where the new base has it. */
  private Optional<String> upstream(IndexedCommit commit, UpstreamCopies copies) {
    List<String> claims =
        index.facts(commit.number()).stream()
            .filter(fact -> fact.kind() == FactKind.UPSTREAM)
            .map(Fact::hex)
            .toList();
    if (!claims.isEmpty() && claims.stream().allMatch(hex -> copies.named(hex).isPresent())) {
      return Optional.of(String.join(" ", claims));
    }
    OptionalInt copy = copies.of(commit.number());
    return copy.isPresent() && !copies.takenBack(copy.getAsInt())
        ? Optional.of(history.id(copy.getAsInt()).hex())
        : Optional.empty();
  }

  private static RebaseStep step(
      IndexedCommit commit,
      List<String> touched,
      TrialPick trial,
      Map<String, CommitId> conflicted) {
    RebaseStep.Outcome outcome =
        switch (trial.outcome()) {
          case CLEAN -> RebaseStep.Outcome.CLEAN;
          case EMPTY -> RebaseStep.Outcome.EMPTY;
          case CONFLICT -> RebaseStep.Outcome.CONFLICT;
          case UNKNOWN -> RebaseStep.Outcome.UNKNOWN;
        };
    String evidence = trial.reason();
    if (outcome == RebaseStep.Outcome.CONFLICT) {
      Optional<CommitId> earlier =
          trial.conflicts().stream().map(conflicted::get).filter(id -> id != null).findFirst();
      if (earlier.isPresent()) {
        outcome = RebaseStep.Outcome.FOLLOWS_CONFLICT;
        evidence = earlier.get().hex();
      }
      // Everything the commit would have changed is missing now, not only what conflicted.
      touched.forEach(file -> conflicted.putIfAbsent(file, commit.id()));
    }
    return step(commit, touched, outcome, trial.conflicts(), evidence);
  }

  private static RebaseStep step(
      IndexedCommit commit,
      List<String> touched,
      RebaseStep.Outcome outcome,
      List<String> files,
      String evidence) {
    return new RebaseStep(
        commit.id(),
        commit.subject(),
        commit.author(),
        Subsystem.of(touched),
        outcome,
        files,
        evidence);
  }

  /** For each committer and day with commits that declare changes, how many there were. */
  private int[] adaptedByDay(List<IndexedCommit> stack) {
    ProvenanceParser parser = new ProvenanceParser();
    Map<String, Integer> days = new HashMap<>();
    new CommitStream(repository)
        .read(
            stack.stream().map(IndexedCommit::id).toList(),
            commit -> {
              Provenance provenance = parser.parse(commit);
              if (provenance.declaresChanges()) {
                long day = commit.committer().epochSeconds() / SECONDS_A_DAY;
                days.merge(commit.committer().address() + " " + day, 1, Integer::sum);
              }
            },
            missing -> {});
    return days.values().stream().mapToInt(count -> count).toArray();
  }
}
