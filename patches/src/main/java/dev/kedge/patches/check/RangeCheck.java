package dev.kedge.patches.check;

import dev.kedge.patches.Commit;
import dev.kedge.patches.CommitId;
import dev.kedge.patches.PatchesException;
import dev.kedge.patches.git.CommitRange;
import dev.kedge.patches.git.CommitStream;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.index.CommitIndex;
import dev.kedge.patches.index.IndexProgress;
import dev.kedge.patches.missing.IgnoreList;
import dev.kedge.patches.missing.MissingFix;
import dev.kedge.patches.missing.MissingFixScan;
import dev.kedge.patches.missing.MissingQuery;
import dev.kedge.patches.missing.ScanResult;
import dev.kedge.patches.provenance.ProvenanceParser;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks a range of commits against a policy. What cannot be checked (no upstream given, a shallow
 * clone, missing objects) is a finding of its own, so that silence is never taken for consent.
 *
 * @param policy what is asked
 * @param waivers what is let pass
 * @param ignored missing fixes that are not wanted
 * @param owners who owns which paths, where that is asked
 * @param style looks at the style of what was written downstream, where a kernel tree offers it
 * @param today the day on which waivers must hold
 */
public record RangeCheck(
    Policy policy,
    Waivers waivers,
    IgnoreList ignored,
    Optional<CodeOwners> owners,
    Optional<StyleCheck> style,
    LocalDate today) {
  private static final Set<Rule> NEEDS_UPSTREAM =
      EnumSet.of(
          Rule.UPSTREAM_EXISTS,
          Rule.UPSTREAM_REACHABLE,
          Rule.UPSTREAM_SUBJECT,
          Rule.UPSTREAM_AUTHOR,
          Rule.UPSTREAM_REVERTED,
          Rule.MISSING_FIX);

  /** Checks the range; the index is brought up to date for it first. */
  public CheckResult run(
      CommitIndex index, CommitRange range, Optional<CommitId> upstream, IndexProgress progress) {
    GitRepository repository = index.repository();
    List<CommitId> tips = new ArrayList<>(List.of(range.head()));
    range.base().ifPresent(tips::add);
    upstream.ifPresent(tips::add);
    index.update(tips, progress);
    RangeContext context = new RangeContext(index, range.head(), upstream);
    List<CommitId> ids = repository.commits(range);
    Map<CommitId, CheckedCommit> commits = read(repository, index, ids);
    Objections objections = new Objections(policy, waivers, today);
    List<CommitRules> rules = rules(context, index, range, ids);
    for (CommitId id : ids) {
      CheckedCommit commit = commits.get(id);
      if (commit != null) {
        rules.forEach(rule -> rule.check(commit, objections));
      }
    }
    CheckedCommit newest = commits.get(range.head());
    if (newest != null) {
      Commit last = newest.commit();
      whole(ids.size(), last, upstream.isPresent(), context, objections);
      upstream.ifPresent(tip -> missingFixes(index, range.head(), tip, commits, last, objections));
    }
    return new CheckResult(policy.name(), ids, looked(upstream.isPresent()), objections.findings());
  }

  /** The rules that the policy asks and that what was given let us look at. */
  private Set<Rule> looked(boolean upstreamGiven) {
    Set<Rule> looked = EnumSet.noneOf(Rule.class);
    for (Rule rule : Rule.values()) {
      boolean given =
          (upstreamGiven || !NEEDS_UPSTREAM.contains(rule))
              && (owners.isPresent() || rule != Rule.OWNER)
              && (style.isPresent() || rule != Rule.CHECKPATCH);
      if (policy.asks(rule) && given) {
        looked.add(rule);
      }
    }
    return looked;
  }

  private static Map<CommitId, CheckedCommit> read(
      GitRepository repository, CommitIndex index, List<CommitId> ids) {
    ProvenanceParser parser = new ProvenanceParser();
    Map<CommitId, CheckedCommit> commits = new HashMap<>();
    new CommitStream(repository)
        .read(
            ids,
            commit ->
                commits.put(
                    commit.id(),
                    new CheckedCommit(
                        index.history().number(commit.id()).orElseThrow(),
                        commit,
                        parser.parse(commit))),
            missing -> {
              throw PatchesException.environment(
                  "the repository lacks commit " + missing + " of the range");
            });
    return commits;
  }

  private List<CommitRules> rules(
      RangeContext context, CommitIndex index, CommitRange range, List<CommitId> ids) {
    List<CommitRules> rules = new ArrayList<>();
    rules.add(new MessageRules(policy));
    context.upstream().ifPresent(upstream -> rules.add(new UpstreamRules(context, upstream)));
    rules.add(new OrderRules(context));
    rules.add(new FileRules(index.repository(), policy, ids));
    if (policy.asks(Rule.VARIANCE)) {
      rules.add(new VarianceRules(index.repository(), range));
    }
    style.ifPresent(known -> rules.add(new StyleRules(index.repository(), known)));
    owners.ifPresent(known -> rules.add(new OwnerRules(known, index.touchedFiles())));
    return rules;
  }

  /** Rules about the range as a whole; their findings stand at its newest commit. */
  private void whole(
      int size, Commit last, boolean upstreamGiven, RangeContext context, Objections objections) {
    if (size > policy.maxCommits()) {
      objections.add(
          Rule.RANGE_SIZE,
          last,
          "the range has %,d commits, the limit is %,d".formatted(size, policy.maxCommits()));
    }
    if (NEEDS_UPSTREAM.stream().anyMatch(policy::asks) && !upstreamGiven) {
      objections.add(
          Rule.UNCHECKED,
          last,
          "upstream commits and missing fixes were not checked: name the upstream revision");
    }
    if (policy.asks(Rule.OWNER) && owners.isEmpty()) {
      objections.add(
          Rule.UNCHECKED, last, "owners were not checked: name a CODEOWNERS or MAINTAINERS file");
    }
    if (policy.level(Rule.CHECKPATCH) == Level.BLOCKING && style.isEmpty()) {
      objections.add(
          Rule.UNCHECKED, last, "style was not checked: name a kernel tree with --checkpatch");
    }
    if (context.history().isCut()) {
      objections.add(
          Rule.UNCHECKED,
          last,
          "the clone is shallow: what lies below its cut was not checked (git fetch"
              + " --unshallow)");
    }
  }

  private void missingFixes(
      CommitIndex index,
      CommitId head,
      CommitId upstream,
      Map<CommitId, CheckedCommit> commits,
      Commit last,
      Objections objections) {
    if (!policy.asks(Rule.MISSING_FIX)) {
      return;
    }
    ScanResult scan =
        new MissingFixScan(index, new MissingQuery(head, upstream, List.of(), true)).run();
    for (MissingFix fix : scan.fixes()) {
      for (CommitId target : fix.targets()) {
        CheckedCommit commit = commits.get(target);
        if (commit != null && ignored.holding(fix, today).isEmpty()) {
          objections.add(
              Rule.MISSING_FIX,
              commit.commit(),
              "upstream fixed it in %s (\"%s\")"
                  .formatted(
                      fix.fix().abbreviated(), dev.kedge.model.Printable.of(fix.subject(), 120)));
        }
      }
    }
    scan.unchecked().stream()
        .filter(text -> !text.startsWith("the clone is shallow"))
        .forEach(text -> objections.add(Rule.UNCHECKED, last, text));
  }
}
