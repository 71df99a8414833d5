package dev.kedge.server.merge;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.queue.QueueCheck;
import dev.kedge.server.http.Problem;
import dev.kedge.server.http.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What is proposed, tried and checked: in memory, and in files from which it comes back after a
 * kill. What was being tried then waits again, a run that was under way is interrupted. Bounded:
 * beyond, new proposals are refused and the oldest that ended go with their runs. Thread-safe.
 */
final class MergeBoard {
  private static final int MOST_WAITING = 200;
  private static final int MOST_ENDED = 500;
  private static final int MOST_RUNS = 1_000;
  private static final int LOG_HEAD = 64 << 10;
  private static final int LOG_TAIL = 192 << 10;

  private final MergeFiles files;
  private final InstantSource clock;
  private final Consumer<CommitId> forgotten;
  private final TreeMap<Long, ProposalEntry> proposals = new TreeMap<>();
  private final TreeMap<Long, RunEntry> runs = new TreeMap<>();
  private final Set<Long> claimed = new HashSet<>();
  private Optional<Hold> hold = Optional.empty();
  private long lastNumber;

  /**
   * Why the queue stands still.
   *
   * @param reason in words
   * @param since since when
   */
  record Hold(String reason, Instant since) {}

  /**
   * What a proposal came to when it was added.
   *
   * @param entry the proposal
   * @param duplicate whether it was there before
   */
  record Added(ProposalEntry entry, boolean duplicate) {}

  /**
   * Over a folder's files.
   *
   * @param forgotten told of heads that no kept proposal has any more
   */
  MergeBoard(MergeFiles files, InstantSource clock, Consumer<CommitId> forgotten) {
    this.files = files;
    this.clock = clock;
    this.forgotten = forgotten;
    for (ProposalEntry entry : files.proposals()) {
      boolean cut = entry.state() == ProposalState.TESTING;
      keep(cut ? entry.in(ProposalState.WAITING) : entry, cut);
    }
    for (RunEntry run : files.runs()) {
      boolean cut = run.outcome().equals(RunEntry.RUNNING);
      keep(cut ? run.ended(clock.instant(), RunEntry.INTERRUPTED) : run, cut);
    }
    lastNumber = files.highest();
  }

  private void keep(ProposalEntry entry, boolean write) {
    if (write) {
      files.write(entry);
    }
    proposals.put(entry.id(), entry);
  }

  private void keep(RunEntry run, boolean write) {
    if (write) {
      files.write(run);
    }
    runs.put(run.id(), run);
  }

  /**
   * Adds a proposal. One that waits already under the same source and head is the same; another
   * head of the same merge request takes the place of the one before.
   *
   * @param source where it comes from
   * @param again whether a head that was sent back is tried again
   * @throws ProblemException 503 when the queue is full
   */
  synchronized Added add(
      String source,
      String title,
      String author,
      CommitId head,
      Optional<String> fetch,
      boolean again) {
    Optional<ProposalEntry> last =
        proposals.descendingMap().values().stream()
            .filter(entry -> entry.source().equals(source))
            .filter(entry -> isRequest(source) || entry.head().equals(head.hex()))
            .findFirst();
    if (last.isPresent() && last.get().head().equals(head.hex())) {
      ProposalState state = last.get().state();
      if (!state.ended() || state == ProposalState.MERGED || !again) {
        return new Added(last.get(), true);
      }
    }
    if (proposals.values().stream().filter(entry -> !entry.state().ended()).count()
        >= MOST_WAITING) {
      throw ProblemException.busy(
          "the queue is full: %d proposals wait".formatted(MOST_WAITING), Duration.ofMinutes(5));
    }
    ProposalEntry entry =
        new ProposalEntry(
            ++lastNumber,
            source,
            title,
            author,
            head.hex(),
            fetch,
            clock.instant(),
            ProposalState.WAITING,
            Optional.empty(),
            "",
            Optional.empty());
    keep(entry, true);
    last.filter(before -> !before.state().ended() && !claimed.contains(before.id()))
        .ifPresent(before ->
            end(
                before.id(),
                ProposalState.WITHDRAWN,
                "a newer version is proposal " + entry.id(),
                Optional.empty()));
    prune();
    notifyAll();
    return new Added(entry, false);
  }

  /** Merge requests have one head at a time; commits proposed by hand have nothing in common. */
  private static boolean isRequest(String source) {
    return source.indexOf('#') > 0 || source.indexOf('!') > 0;
  }

  /**
   * Takes a proposal back.
   *
   * @throws ProblemException 404 without such a proposal, 409 when it has left the queue
   */
  synchronized ProposalEntry withdraw(long id, String why) {
    ProposalEntry entry = proposal(id);
    if (entry.state().ended()) {
      throw new ProblemException(
          new Problem(409, "proposal %d is %s already".formatted(id, entry.state().word())));
    }
    if (claimed.contains(id)) {
      throw new ProblemException(new Problem(409, "proposal %d is being merged".formatted(id)));
    }
    return end(id, ProposalState.WITHDRAWN, why, Optional.empty());
  }

  /** Takes the proposal of a merge request back, if there is one in the queue. */
  synchronized Optional<ProposalEntry> withdraw(String source, String why) {
    return proposals.values().stream()
        .filter(entry -> entry.source().equals(source) && !entry.state().ended())
        .filter(entry -> !claimed.contains(entry.id()))
        .findFirst()
        .map(entry -> end(entry.id(), ProposalState.WITHDRAWN, why, Optional.empty()));
  }

  synchronized ProposalEntry end(long id, ProposalState how, String why, Optional<String> tip) {
    ProposalEntry ended = proposal(id).ended(how, clock.instant(), why, tip);
    keep(ended, true);
    return ended;
  }

  /** Waits until something waits and nothing holds the queue, at most this long. */
  synchronized boolean awaitWork(Duration longest) throws InterruptedException {
    long deadline = System.nanoTime() + longest.toNanos();
    while (hold.isPresent() || waiting().isEmpty()) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /** What waits, the oldest first. */
  synchronized List<ProposalEntry> waiting() {
    return proposals.values().stream()
        .filter(entry -> entry.state() == ProposalState.WAITING)
        .toList();
  }

  /** Takes the oldest ones that wait for a turn. */
  synchronized List<ProposalEntry> take(int most) {
    List<ProposalEntry> taken = new ArrayList<>();
    for (ProposalEntry entry : waiting().stream().limit(most).toList()) {
      ProposalEntry now = entry.in(ProposalState.TESTING);
      keep(now, true);
      taken.add(now);
    }
    return taken;
  }

  /** Lets those that are still being tried wait again. */
  synchronized void putBack(Collection<ProposalEntry> taken) {
    claimed.clear();
    for (ProposalEntry entry : taken) {
      if (proposal(entry.id()).state() == ProposalState.TESTING) {
        keep(entry.in(ProposalState.WAITING), true);
      }
    }
    notifyAll();
  }

  /**
   * Sets proposals aside to be merged: from here on they cannot be withdrawn.
   *
   * @return false when one of them was withdrawn already; none is set aside then
   */
  synchronized boolean claim(Collection<Long> ids) {
    if (ids.stream().anyMatch(id -> proposal(id).state() != ProposalState.TESTING)) {
      return false;
    }
    claimed.addAll(ids);
    return true;
  }

  synchronized void hold(String reason) {
    hold = Optional.of(new Hold(reason, clock.instant()));
  }

  synchronized void resume() {
    hold = Optional.empty();
    notifyAll();
  }

  synchronized Optional<Hold> held() {
    return hold;
  }

  synchronized long begin(QueueCheck check, CommitId base, CommitId tip, List<Long> ids) {
    RunEntry run =
        new RunEntry(
            ++lastNumber,
            check.name(),
            check.blocking(),
            base.hex(),
            tip.hex(),
            ids,
            clock.instant(),
            Optional.empty(),
            RunEntry.RUNNING);
    keep(run, true);
    return run.id();
  }

  synchronized void finish(long id, String outcome, String log) {
    files.writeLog(id, cut(log));
    keep(Optional.ofNullable(runs.get(id)).orElseThrow().ended(clock.instant(), outcome), true);
    prune();
  }

  private static String cut(String log) {
    int left = log.length() - LOG_HEAD - LOG_TAIL;
    return left <= 0
        ? log
        : log.substring(0, LOG_HEAD)
            + "\n... %d characters are left out ...\n".formatted(left)
            + log.substring(log.length() - LOG_TAIL);
  }

  private void prune() {
    List<ProposalEntry> ended =
        proposals.values().stream().filter(entry -> entry.state().ended()).toList();
    for (ProposalEntry old : ended.subList(0, Math.max(0, ended.size() - MOST_ENDED))) {
      proposals.remove(old.id());
      files.delete(old);
      if (proposals.values().stream().noneMatch(entry -> entry.head().equals(old.head()))) {
        forgotten.accept(new CommitId(old.head()));
      }
    }
    while (runs.size() > MOST_RUNS) {
      Map.Entry<Long, RunEntry> oldest = runs.pollFirstEntry();
      files.delete(oldest.getValue());
    }
  }

  /**
   * One proposal.
   *
   * @throws ProblemException 404 without it
   */
  synchronized ProposalEntry proposal(long id) {
    return Optional.ofNullable(proposals.get(id))
        .orElseThrow(() -> ProblemException.notFound("there is no proposal " + id));
  }

  /** The proposals: what is in the queue, oldest first, then what has ended, newest first. */
  synchronized List<ProposalEntry> proposals(int most) {
    List<ProposalEntry> all = new ArrayList<>();
    proposals.values().stream().filter(entry -> !entry.state().ended()).forEach(all::add);
    proposals.descendingMap().values().stream()
        .filter(entry -> entry.state().ended())
        .forEach(all::add);
    return List.copyOf(all.subList(0, Math.min(most, all.size())));
  }

  /** The runs that are kept, the newest first. */
  synchronized List<RunEntry> runs(int most) {
    return runs.descendingMap().values().stream().limit(most).toList();
  }

  /** The runs of one proposal, the newest first. */
  synchronized List<RunEntry> runsOf(long proposal) {
    return runs.descendingMap().values().stream()
        .filter(run -> run.proposals().contains(proposal))
        .toList();
  }

  /**
   * A run's log.
   *
   * @throws ProblemException 404 without the run
   */
  synchronized byte[] log(long run) {
    if (!runs.containsKey(run)) {
      throw ProblemException.notFound(
          "there is no run %d; the newest %d are kept".formatted(run, MOST_RUNS));
    }
    return files.log(run);
  }

  /** How many files could not be read when the server started. */
  synchronized int unreadable() {
    return files.unreadable();
  }
}
