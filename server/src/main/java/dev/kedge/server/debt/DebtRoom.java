package dev.kedge.server.debt;

import dev.kedge.model.Printable;
import dev.kedge.patches.CommitId;
import dev.kedge.patches.PatchesException;
import dev.kedge.patches.check.CodeOwners;
import dev.kedge.patches.debt.DebtLedger;
import dev.kedge.patches.debt.DebtTrend;
import dev.kedge.patches.debt.LedgerBuilder;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.git.Revision;
import dev.kedge.patches.index.CommitIndex;
import dev.kedge.patches.index.IndexProgress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger of one tree. It is measured on a thread of its own when somebody asks and a revision
 * has moved since; until that is done the one before is shown. Thread-safe.
 */
public final class DebtRoom {
  private static final Logger LOG = LoggerFactory.getLogger(DebtRoom.class);

  private final DebtSettings settings;
  private final GitRepository repository;
  private final Optional<CodeOwners> owners;
  private final InstantSource clock;
  private List<CommitId> measuredTips = List.of();
  private Optional<Measured> measured = Optional.empty();
  private String failure = "";
  private boolean measuring;

  /**
   * A measurement.
   *
   * @param trend the ledgers, the branch's own last
   * @param at when it was made
   */
  record Measured(DebtTrend trend, Instant at) {
    DebtLedger newest() {
      return trend.releases().getLast();
    }
  }

  /**
   * What is known now.
   *
   * @param measured the newest measurement, if there is one
   * @param measuring whether a newer one is being made
   * @param failure why the last one could not be made; empty otherwise
   */
  record State(Optional<Measured> measured, boolean measuring, String failure) {}

  private DebtRoom(
      DebtSettings settings,
      GitRepository repository,
      Optional<CodeOwners> owners,
      InstantSource clock) {
    this.settings = settings;
    this.repository = repository;
    this.owners = owners;
    this.clock = clock;
  }

  /**
   * Opens the room; nothing is measured yet.
   *
   * @throws PatchesException when the repository, a revision or the owners' file is not there
   */
  public static DebtRoom open(DebtSettings settings, InstantSource clock) {
    GitRepository repository = GitRepository.open(settings.repository());
    DebtRoom room =
        new DebtRoom(settings, repository, settings.owners().map(CodeOwners::read), clock);
    room.tips();
    return room;
  }

  DebtSettings settings() {
    return settings;
  }

  /** The releases and the branch, then the base, then upstream. */
  private List<CommitId> tips() {
    List<String> names = new ArrayList<>(settings.releases());
    names.add(settings.branch());
    names.add(settings.base());
    names.add(settings.upstream().orElse(settings.base()));
    return names.stream().map(name -> repository.resolve(new Revision(name))).toList();
  }

  /** What is known; begins to measure when that is out of date. */
  synchronized State state() {
    List<CommitId> now = tips();
    if (!measuring && !now.equals(measuredTips)) {
      measuring = true;
      Thread.ofPlatform().daemon().name("debt").start(() -> measure(now));
    }
    return new State(measured, measuring, failure);
  }

  private void measure(List<CommitId> tips) {
    try {
      DebtTrend trend = trend(tips);
      settle(tips, Optional.of(new Measured(trend, clock.instant())), "");
    } catch (PatchesException e) {
      settle(tips, Optional.empty(), Printable.of(String.valueOf(e.getMessage()), 600));
    } catch (RuntimeException e) {
      LOG.error("the debt could not be measured", e);
      settle(tips, Optional.empty(), "the measurement itself failed; the server's log says why");
    }
  }

  private DebtTrend trend(List<CommitId> tips) {
    CommitId base = tips.get(tips.size() - 2);
    CommitId upstream = tips.getLast();
    List<String> names = new ArrayList<>(settings.releases());
    names.add(settings.branch());
    List<DebtLedger> ledgers = new ArrayList<>();
    try (CommitIndex index = CommitIndex.open(repository)) {
      index.update(tips, IndexProgress.SILENT);
      LedgerBuilder builder = new LedgerBuilder(index, owners);
      for (int i = 0; i < names.size(); i++) {
        ledgers.add(builder.build(names.get(i), tips.get(i), base, upstream, (done, all) -> {}));
      }
    }
    return new DebtTrend(ledgers);
  }

  private synchronized void settle(
      List<CommitId> tips, Optional<Measured> result, String newFailure) {
    measuredTips = tips;
    measured = result.isPresent() ? result : measured;
    failure = newFailure;
    measuring = false;
  }
}
