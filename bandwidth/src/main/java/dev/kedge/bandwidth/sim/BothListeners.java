package dev.kedge.bandwidth.sim;

/** Passes everything on to two listeners. */
record BothListeners(SimulationListener first, SimulationListener second)
    implements SimulationListener {

  @Override
  public void switched(long now, int cpu, int task) {
    first.switched(now, cpu, task);
    second.switched(now, cpu, task);
  }

  @Override
  public void mode(long now, int cpu, int task, boolean kernel) {
    first.mode(now, cpu, task, kernel);
    second.mode(now, cpu, task, kernel);
  }

  @Override
  public void throttled(long now, int group, int cpu, boolean throttled) {
    first.throttled(now, group, cpu, throttled);
    second.throttled(now, group, cpu, throttled);
  }

  @Override
  public void limbo(long now, int cpu, int task, boolean in) {
    first.limbo(now, cpu, task, in);
    second.limbo(now, cpu, task, in);
  }

  @Override
  public void blocked(long now, int task, int lock) {
    first.blocked(now, task, lock);
    second.blocked(now, task, lock);
  }

  @Override
  public void woken(long now, int cpu, int task) {
    first.woken(now, cpu, task);
    second.woken(now, cpu, task);
  }

  @Override
  public void started(long now, int task, int group) {
    first.started(now, task, group);
    second.started(now, task, group);
  }

  @Override
  public void moved(long now, int task, int group, int cpu) {
    first.moved(now, task, group, cpu);
    second.moved(now, task, group, cpu);
  }

  @Override
  public void exited(long now, int task) {
    first.exited(now, task);
    second.exited(now, task);
  }

  @Override
  public void acquired(long now, int task, int lock) {
    first.acquired(now, task, lock);
    second.acquired(now, task, lock);
  }

  @Override
  public void released(long now, int task, int lock) {
    first.released(now, task, lock);
    second.released(now, task, lock);
  }

  @Override
  public void pool(long now, int group, long poolNs) {
    first.pool(now, group, poolNs);
    second.pool(now, group, poolNs);
  }

  @Override
  public void remaining(long now, int group, int cpu, long remainingNs) {
    first.remaining(now, group, cpu, remainingNs);
    second.remaining(now, group, cpu, remainingNs);
  }

  @Override
  public void period(long now, int group) {
    first.period(now, group);
    second.period(now, group);
  }

  @Override
  public void measured(long now, int task, int operation, long ns) {
    first.measured(now, task, operation, ns);
    second.measured(now, task, operation, ns);
  }

  @Override
  public void distributed(
      long now, int group, int cpu, long irqOffNs, int remote, long queues, int tasks) {
    first.distributed(now, group, cpu, irqOffNs, remote, queues, tasks);
    second.distributed(now, group, cpu, irqOffNs, remote, queues, tasks);
  }

  @Override
  public void unthrottledRemotely(long now, int group, int cpu, long irqOffNs) {
    first.unthrottledRemotely(now, group, cpu, irqOffNs);
    second.unthrottledRemotely(now, group, cpu, irqOffNs);
  }

  @Override
  public void ticked(long now, int cpu, int task) {
    first.ticked(now, cpu, task);
    second.ticked(now, cpu, task);
  }

  @Override
  public void sliceEnded(long now, int cpu, int task) {
    first.sliceEnded(now, cpu, task);
    second.sliceEnded(now, cpu, task);
  }
}
