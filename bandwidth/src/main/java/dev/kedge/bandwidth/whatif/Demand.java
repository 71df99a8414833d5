package dev.kedge.bandwidth.whatif;

import dev.kedge.bandwidth.CpuSet;
import dev.kedge.bandwidth.scenario.Workload;
import java.util.List;

/** What the threads of a group want to do, apart from where they live and may run. */
sealed interface Demand permits Shape, Recording {
  /** Names of all tasks that stand for the group begin with this. */
  String TASKS = "load";

  /**
   * The workloads.
   *
   * @param places groups the threads live in, with their parts of the load; the parts add up to 1
   * @param cpus where they may run
   */
  List<Workload> workloads(List<Place> places, CpuSet cpus);

  /** In words. */
  String text();

  /**
   * A group that holds threads.
   *
   * @param path of the group
   * @param part of the load
   */
  record Place(String path, double part) {}
}
