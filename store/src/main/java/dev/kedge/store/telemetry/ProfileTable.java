package dev.kedge.store.telemetry;

import dev.kedge.model.HostId;
import dev.kedge.model.TimeRange;
import dev.kedge.profile.Profile;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampleCount;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.filter.FilterKey;
import dev.kedge.profile.heat.HeatMap;
import dev.kedge.store.disk.StoreException;
import dev.kedge.store.disk.StoreFullException;
import dev.kedge.store.intake.Intake;
import dev.kedge.store.intake.Receipt;
import dev.kedge.store.intake.Recent;
import dev.kedge.store.journal.Entry;
import dev.kedge.store.parquet.Table;
import dev.kedge.store.sql.Micros;
import dev.kedge.store.sql.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Profile windows. Profiles and heat maps take the samples of a window that lie in the range;
 * summaries, and windows that tell no times of samples, belong to every range they share an instant
 * with, whole. Safe for use by many threads.
 */
public final class ProfileTable {
  /** Rows of an answer's list; more than any page shows. */
  private static final int MOST = 1_000_000;

  private final Intake intake;
  private final Recent recent;
  private final Questions questions;

  /** The table over these parts of an open store. */
  public ProfileTable(Intake intake, Recent recent, Questions questions) {
    this.intake = intake;
    this.recent = recent;
    this.questions = questions;
  }

  /**
   * Keeps a window; it is on disk when this returns. Times are kept in whole microseconds.
   *
   * @throws StoreFullException when the disk or the journal is full; nothing was kept
   * @throws IllegalArgumentException when a sample's count is below 1 or the period is negative
   */
  public Receipt append(ProfileWindow w) {
    if (w.period().isNegative() || w.lost() < 0) {
      throw new IllegalArgumentException(
          "window %d of %s: period %s, lost %d: expected none below zero"
              .formatted(w.sequence(), w.host(), w.period(), w.lost()));
    }
    for (SampleCount sample : w.samples()) {
      if (sample.count() < 1) {
        throw new IllegalArgumentException(
            "window %d of %s: a sample count of %d: expected at least 1"
                .formatted(w.sequence(), w.host(), sample.count()));
      }
    }
    return intake.append(new Entry.Window(w));
  }

  /**
   * The samples of a selection, merged by command and stack; by process only where the selection
   * names one. Stacks whose definition was lost are there, with one frame that says so.
   *
   * @throws StoreException when the selection has more than a million different stacks
   */
  public Profile query(ProfileSelection s) {
    return questions.answer(
        "profile of " + s.host(),
        (connection, sources) ->
            new ProfileReading(connection, sources, recent).read(s.range(), List.of(s)));
  }

  /**
   * As {@link #query(ProfileSelection)}, of several selections of one kind at once.
   *
   * @param range what the profile says it is of; all selections lie in it
   * @param selections where from; at least one
   */
  public Profile query(TimeRange range, List<ProfileSelection> selections) {
    return questions.answer(
        "profile of %d selections".formatted(selections.size()),
        (connection, sources) ->
            new ProfileReading(connection, sources, recent).read(range, selections));
  }

  /**
   * The values that samples of selections have, most samples first.
   *
   * @param key what to tell apart: anything but hosts, kernels and CPUs
   * @throws StoreException when there are more than a million
   */
  public List<ValueCount> values(List<ProfileSelection> selections, FilterKey key) {
    return questions.answer(
        "values of " + key.word(),
        (connection, sources) ->
            new ValueReading(connection, sources, recent, key).read(selections));
  }

  /**
   * The samples of selections of one kind, merged by stack and cut into blocks of time, in its
   * order; blocks without samples are left out. Of a window that tells no times, all samples are in
   * the block of its start. Names of processes are not kept, nor periods or losses.
   *
   * @param selections where from; at least one, hosts that are compared as one
   * @param block length of a block, more than 0
   * @throws StoreException when there are more than two million pairs of a block and a stack
   */
  public List<Profile> blocks(List<ProfileSelection> selections, Duration block) {
    Instant start =
        selections.stream()
            .map(s -> s.range().start())
            .min(Comparator.naturalOrder())
            .orElseThrow();
    Instant end =
        selections.stream().map(s -> s.range().end()).max(Comparator.naturalOrder()).orElseThrow();
    TimeRange whole = new TimeRange(start, end);
    return questions.answer(
        "blocks of " + selections.getFirst().host(),
        (connection, sources) ->
            new BlockReading(connection, sources, recent, whole, block).read(selections));
  }

  /**
   * The samples of a selection by second and part of the second.
   *
   * @throws IllegalArgumentException when the range is longer than {@link HeatMap#MAX_COLUMNS}
   *     seconds
   */
  public HeatMap heat(ProfileSelection s) {
    return heat(s.range(), List.of(s));
  }

  /**
   * The samples of selections of one kind by second and part of the second.
   *
   * @param range of the map; all selections lie in it
   * @throws IllegalArgumentException when the range is longer than {@link HeatMap#MAX_COLUMNS}
   *     seconds
   */
  public HeatMap heat(TimeRange range, List<ProfileSelection> selections) {
    return questions.answer(
        "heat map of %d selections".formatted(selections.size()),
        (connection, sources) ->
            new HeatReading(connection, sources, recent, range).read(selections));
  }

  /** Windows of a range, in time order. */
  public List<WindowSummary> coverage(HostId h, TimeRange r, SampleKind k) {
    Span span = new Span(h, r, k);
    return questions.answer(
        "windows of " + h,
        (connection, sources) -> {
          List<WindowSummary> windows = new ArrayList<>();
          Optional<String> files =
              sources.ofHost(Table.WINDOWS, h.value(), span.start(), span.end());
          if (files.isPresent()) {
            windows.addAll(
                Query.of(connection, "SELECT start_us, end_us, samples, lost FROM " + files.get())
                    .and(Span.WHERE, span.parameters())
                    .and(" ORDER BY start_us LIMIT ?", MOST)
                    .list(row ->
                        new WindowSummary(
                            new TimeRange(
                                Micros.instant(row.getLong(1)), Micros.instant(row.getLong(2))),
                            row.getLong(3),
                            row.getLong(4))));
          }
          for (ProfileWindow window : recent.windows(h)) {
            if (span.has(window)) {
              windows.add(
                  new WindowSummary(
                      new TimeRange(
                          Micros.instant(Micros.of(window.range().start())),
                          Micros.instant(Micros.of(window.range().end()))),
                      window.samples().stream().mapToLong(SampleCount::count).sum(),
                      window.lost()));
            }
          }
          windows.sort(Comparator.comparing(window -> window.range().start()));
          return windows;
        });
  }

  /** Processes with samples in a range, most samples first. */
  public List<ProcessSummary> processes(HostId h, TimeRange r, SampleKind k, int limit) {
    return questions.answer(
        "processes of " + h,
        (connection, sources) ->
            new ProcessReading(connection, sources, recent.windows(h), new Span(h, r, k))
                .read(limit));
  }
}
