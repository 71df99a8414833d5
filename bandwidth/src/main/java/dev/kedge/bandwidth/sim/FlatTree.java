package dev.kedge.bandwidth.sim;

/**
 * The one queue of all tasks of a CPU, as Linux 7.3 keeps it: groups count only through the weight
 * of their tasks, which is the product of the shares on the way up.
 */
final class FlatTree extends EevdfQueue {
  /** {@code MIN_SHARES}. */
  private static final int MIN_WEIGHT = 2;

  FlatTree(Slices slices) {
    super(slices);
  }

  /** {@code enqueue_task_fair} after the levels have been counted. */
  void enqueue(Task task) {
    Entity entity = task.flat;
    entity.weight = weight(task);
    place(entity, false);
    queued++;
    load += entity.weight;
    if (!runs(entity)) {
      insert(entity);
    }
    entity.onQueue = true;
  }

  /** Takes a task out; its lag has been recorded. */
  void dequeue(Task task, boolean sleep) {
    Entity entity = task.flat;
    if (!sleep) {
      entity.deadline -= entity.vruntime;
      entity.relativeDeadline = true;
    }
    if (!runs(entity)) {
      remove(entity);
    }
    entity.onQueue = false;
    entity.delayed = false;
    queued--;
    load -= entity.weight;
  }

  /** {@code requeue_delayed_entity}. */
  void requeueDelayed(Entity entity) {
    recordLag(entity);
    if (!runs(entity)) {
      remove(entity);
      queued--;
      place(entity, false);
      queued++;
      insert(entity);
    }
    entity.delayed = false;
  }

  /** The task's weight is worked out anew when it is picked and at its ticks. */
  void reweight(Task task) {
    int weight = weight(task);
    if (weight != task.flat.weight) {
      reweight(task.flat, weight);
    }
  }

  /** {@code __calc_prop_weight} on every level. */
  private static int weight(Task task) {
    long weight = FlatEntity.UNIT;
    Entity entity = task;
    for (CfsQueue queue = entity.queue; queue != null; queue = queue.parent) {
      weight *= entity.weight;
      weight /= queue.parent == null ? Entity.NICE_0_WEIGHT : Math.max(1, queue.load);
      weight = Math.max(MIN_WEIGHT, weight);
      entity = queue;
    }
    return (int) Math.min(Integer.MAX_VALUE, weight);
  }
}
