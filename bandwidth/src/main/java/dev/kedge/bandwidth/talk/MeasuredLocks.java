package dev.kedge.bandwidth.talk;

import dev.kedge.bandwidth.talk.LockCase.Measured;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The locks measured on real kernels, simulated on the same kernels, side by side. */
final class MeasuredLocks implements Experiment {
  private static final long NS_PER_MS = 1_000_000;

  private final LockBoots boots = LockBoots.ours();

  @Override
  public String name() {
    return "locks";
  }

  @Override
  public String summary() {
    return "five locks as measured on 6.1, 6.12, 6.17, 6.18 and 7.3, beside the model";
  }

  @Override
  public TalkResult run(Settings settings) {
    Table victims =
        table("Victim outside the group in 10 s: operations / longest in ms (c: not finished)");
    Table blocked = table("Time the victim was blocked (D state), ms of 10 s");
    Table counters =
        table("cpu.stat of the limited group in the 10.5 s since its limit was set, simulated");
    List<String> notes = new ArrayList<>();
    Map<String, Object> figures = new LinkedHashMap<>();
    for (LockCase lock : LockCases.all()) {
      Map<String, LockCell> cells = new LinkedHashMap<>();
      LockCases.RELEASES.forEach(
          release -> cells.put(release, LockCell.simulate(lock, release, settings)));
      row(victims, lock, "measured", release -> LockCell.text(lock.measured(release)));
      row(victims, lock, "simulated", release -> at(cells, release).text());
      row(victims, lock, "all seeds", release -> at(cells, release).seeds().text());
      if (LockCases.RELEASES.stream().anyMatch(release -> again(lock, release).isPresent())) {
        row(
            victims,
            lock,
            "booted again",
            release -> again(lock, release).map(RunSpan::text).orElse("-"));
      }
      row(blocked, lock, "measured", release -> blocked(lock.measured(release)));
      row(blocked, lock, "simulated", release -> "" + at(cells, release).blockedNs() / NS_PER_MS);
      row(counters, lock, "nr_throttled", release -> "" + at(cells, release).low().nrThrottled());
      row(
          counters,
          lock,
          "throttled_usec",
          release -> "" + at(cells, release).low().throttledNs() / 1_000);
      row(counters, lock, "usage_usec", release -> "" + at(cells, release).low().usageNs() / 1_000);
      notes.add(
          "%s: %s; %d tasks, cpu.max %d 100000."
              .formatted(lock.name(), lock.what(), lock.tasks(), lock.quotaUs()));
      notes.addAll(disagreements(lock, cells));
      Map<String, Object> json = new LinkedHashMap<>();
      cells.forEach((release, cell) ->
          json.put(release, json(cell, lock.measured(release), again(lock, release))));
      figures.put(lock.name(), json);
    }
    notes.add(
        "Lengths of sections are assumptions, those of mm and fork measured on booted kernels; so"
            + " are the grace periods (6.5 ms on 6.1, 11 ms).");
    notes.add(
        "Simulated: the run with the median of operations out of 31 seeds. All seeds, booted again:"
            + " fewest-most operations / shortest-longest maximum of a run.");
    notes.add(
        "throttled_usec counts closed intervals only: where it stays 0 while nr_throttled rises,"
            + " the time the group spent in the kernel is a debt that the refills of 10 s do not"
            + " repay, and one interval stays open.");
    return new TalkResult(
        name(),
        "The locks measured on real kernels, and in the model",
        "Measured: dir and pipe let the victim do one operation in 10 s up to 6.17 and about 985"
            + " from 6.18 on.\n"
            + "Kernels emulated with one CPU in virtual time; one run per cell, and a few locks"
            + " booted again\n"
            + "to see how far a kernel is from itself.",
        List.of(victims, blocked, counters),
        notes,
        List.of(),
        Optional.empty(),
        figures);
  }

  private static Table table(String title) {
    List<String> columns = new ArrayList<>(List.of("lock", ""));
    columns.addAll(LockCases.RELEASES);
    return new Table(title, 2, columns.toArray(String[]::new));
  }

  private static void row(Table table, LockCase lock, String what, Function<String, String> cell) {
    List<String> row = new ArrayList<>(List.of(lock.name(), what));
    LockCases.RELEASES.forEach(release -> row.add(cell.apply(release)));
    table.row(row.toArray());
  }

  private static String blocked(Measured measured) {
    return measured.blockedMs() == Measured.UNKNOWN ? "-" : "" + measured.blockedMs();
  }

  private static List<String> disagreements(LockCase lock, Map<String, LockCell> cells) {
    List<String> texts = new ArrayList<>();
    String drawn = releases(lock, cells, LockCell.Verdict.IN_RANGE);
    if (!drawn.isEmpty()) {
      texts.add(
          "%s: not within a factor of ten of the median on %s, but inside what the seeds span."
              .formatted(lock.name(), drawn));
    }
    String bad = releases(lock, cells, LockCell.Verdict.OUTSIDE);
    if (!bad.isEmpty()) {
      texts.add(
          "%s: NOT reproduced on %s: neither within a factor of ten nor inside what the seeds span."
              .formatted(lock.name(), bad));
    }
    return texts;
  }

  private static String releases(
      LockCase lock, Map<String, LockCell> cells, LockCell.Verdict verdict) {
    return LockCases.RELEASES.stream()
        .filter(release -> at(cells, release).verdict(lock.measured(release)) == verdict)
        .collect(Collectors.joining(", "));
  }

  private static LockCell at(Map<String, LockCell> cells, String release) {
    return Objects.requireNonNull(cells.get(release), release);
  }

  private Optional<RunSpan> again(LockCase lock, String release) {
    return boots.span(lock.name(), release);
  }

  private static Map<String, Object> json(
      LockCell cell, Measured measured, Optional<RunSpan> again) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("simulated", cell.json());
    json.put("measured", measured);
    again.ifPresent(span -> json.put("bootedAgain", span));
    json.put("verdict", cell.verdict(measured));
    return json;
  }
}
