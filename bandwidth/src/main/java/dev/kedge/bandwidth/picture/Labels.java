package dev.kedge.bandwidth.picture;

import dev.kedge.bandwidth.sim.Simulation;

/** Names for the ids a listener sees. */
interface Labels {
  String group(int group);

  String task(int task);

  String lock(int lock);

  static Labels of(Simulation simulation) {
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
    };
  }
}
