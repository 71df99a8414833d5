package dev.kedge.bandwidth.scenario.rtapp;

import dev.kedge.bandwidth.CpuSet;
import dev.kedge.bandwidth.scenario.document.Place;
import java.util.List;
import java.util.Optional;

/**
 * A task of the file, before its events have become steps.
 *
 * @param instances how many threads do the same; 0 for one that is only forked
 * @param delayUs how long after the start
 * @param loop how often it does its phases; -1 for ever
 */
record RtAppTask(
    String name,
    Place place,
    int instances,
    long delayUs,
    int loop,
    int nice,
    CpuSet cpus,
    Optional<String> group,
    List<Phase> phases) {

  /** Events done one after the other, several times. */
  record Phase(
      Place place,
      int loop,
      Optional<CpuSet> cpus,
      Optional<String> group,
      List<RtAppEvent> events) {
    Phase {
      events = List.copyOf(events);
    }
  }

  RtAppTask {
    phases = List.copyOf(phases);
  }

  List<RtAppEvent> events() {
    return phases.stream().flatMap(phase -> phase.events().stream()).toList();
  }

  /** One of its instances as a task of its own. */
  RtAppTask instance(int number) {
    return new RtAppTask(name + "-" + number, place, 1, delayUs, loop, nice, cpus, group, phases);
  }
}
