package dev.kedge.bandwidth.picture;

import dev.kedge.bandwidth.sim.Simulation;
import dev.kedge.bandwidth.sim.TaskResult;
import java.util.List;

/** Names for the ids a listener sees. */
interface Labels {
  String group(int group);

  String task(int task);

  String lock(int lock);

  /** False once the task has exited. */
  boolean alive(int task);

  static Labels of(Simulation simulation) {
    List<TaskResult> tasks = simulation.result().tasks();
    return new Labels() {
      @Override
      public String group(int group) {
        return simulation.groupPath(group);
      }

      @Override
      public String task(int task) {
        return simulation.taskName(task);
      }

      @Override
      public String lock(int lock) {
        return simulation.lockName(lock);
      }

      @Override
      public boolean alive(int task) {
        return task >= tasks.size() || tasks.get(task).alive();
      }
    };
  }
}
