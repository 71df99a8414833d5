package dev.kedge.bandwidth.talk;

import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.picture.Timeline;
import dev.kedge.bandwidth.picture.TimelineRecorder;
import dev.kedge.bandwidth.picture.TimelineSvg;
import dev.kedge.bandwidth.picture.TimelineText;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.scenario.document.TimeText;
import dev.kedge.bandwidth.sim.Simulation;
import dev.kedge.bandwidth.sim.SimulationListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;

/** What becomes of task 0 of a scenario after each of its moves, under each mechanism. */
record TaskMoves(List<Move> moves, long fromNs, long toNs) {
  private static final int MOVED = 0;

  /**
   * One move.
   *
   * @param what it is
   * @param atNs when
   * @param untilNs how long it is watched
   */
  record Move(String what, long atNs, long untilNs) {}

  /**
   * What was seen.
   *
   * @param table a row for each mechanism and move
   * @param pictures time lines of A and B as text
   * @param svg the same as SVG
   * @param figures delay and user time by mechanism and move
   */
  record Seen(Table table, List<String> pictures, String svg, Map<String, Object> figures) {}

  /** Simulates the scenario under A to D. */
  Seen simulate(Function<Kernel, Scenario> scenario, Settings settings) {
    Table table =
        new Table("The moved task", 2, "kernel", "move", "runs in user mode after", "user time");
    List<String> pictures = new ArrayList<>();
    Map<String, Object> figures = new LinkedHashMap<>();
    List<Timeline> timelines = new ArrayList<>();
    for (char letter : new char[] {'A', 'B', 'C', 'D'}) {
      String label = Character.toString(letter);
      Scenario run = scenario.apply(Kernel.mechanism(letter)).withSeed(settings.seed());
      TimelineRecorder recorder = new TimelineRecorder(fromNs, toNs);
      List<FirstRuns> watched = new ArrayList<>();
      SimulationListener listener = recorder;
      for (Move move : moves) {
        FirstRuns watch = new FirstRuns(MOVED, move.atNs(), move.untilNs());
        watched.add(watch);
        listener = SimulationListener.both(listener, watch);
      }
      Simulation simulation = Simulation.of(run, listener);
      simulation.runUntil(run.durationNs());
      Map<String, Object> json = new LinkedHashMap<>();
      for (int i = 0; i < moves.size(); i++) {
        OptionalLong delay = watched.get(i).delayNs();
        table.row(
            label,
            moves.get(i).what(),
            delay.isEmpty() ? "not in time" : TimeText.rounded(delay.getAsLong()),
            TimeText.rounded(watched.get(i).userNs()));
        Map<String, Object> cell = new LinkedHashMap<>();
        cell.put("delayNs", delay.isEmpty() ? -1 : delay.getAsLong());
        cell.put("userNs", watched.get(i).userNs());
        json.put(moves.get(i).what(), cell);
      }
      figures.put(label, json);
      if (letter <= 'B') {
        Timeline timeline = recorder.timeline(run.name() + ", " + label, run, simulation);
        timelines.add(timeline);
        pictures.add(TimelineText.of(timeline, settings.width()));
      }
    }
    return new Seen(table, pictures, TimelineSvg.of(timelines), figures);
  }
}
