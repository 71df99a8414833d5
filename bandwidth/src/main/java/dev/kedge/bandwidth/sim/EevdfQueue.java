package dev.kedge.bandwidth.sim;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Chooses among entities by earliest eligible virtual deadline first.
 *
 * <p>The waiting entities lie in arrays, not in a tree: queues are short, and a scan over two
 * arrays of numbers beats the walk of a tree up to some hundred entries.
 *
 * <p>Source: Stoica and Abdel-Wahab, "Earliest Eligible Virtual Deadline First" (1995), with the
 * placement, lag and run-to-parity rules of {@code kernel/sched/fair.c} since Linux 6.6.
 */
abstract class EevdfQueue extends Entity {
  private static final Entity[] NONE = {};
  private static final long[] NO_TIMES = {};
  private static final int FIRST_CAPACITY = 4;

  /** The running entity; not in the arrays. */
  @Nullable Entity current;

  /** Entities queued here, the running one included. */
  int queued;

  /** Sum of the weights of the queued entities. */
  long load;

  private final Slices slices;

  /** The only waiting entity, as long as there has never been a second one. */
  private @Nullable Entity only;

  private Entity[] entities = NONE;
  private long[] vruntimes = NO_TIMES;
  private long[] deadlines = NO_TIMES;
  private int size;
  private int inserted;
  private long zero;
  private long weighted;
  private long weights;

  EevdfQueue(Slices slices) {
    super(NICE_0_WEIGHT);
    this.slices = slices;
  }

  /** Puts a queued entity that does not run among those that can be picked. */
  void insert(Entity e) {
    e.sequence = inserted++;
    if (size == 0 && entities.length == 0) {
      only = e;
      e.slot = 0;
    } else {
      append(e);
    }
    size++;
    weighted += (e.vruntime - zero) * e.weight;
    weights += e.weight;
  }

  private void append(Entity e) {
    if (size >= entities.length) {
      int capacity = Math.max(FIRST_CAPACITY, size * 2);
      entities = Arrays.copyOf(entities, capacity);
      vruntimes = Arrays.copyOf(vruntimes, capacity);
      deadlines = Arrays.copyOf(deadlines, capacity);
    }
    if (only != null) {
      put(0, only);
      only = null;
    }
    put(size, e);
  }

  private void put(int at, Entity e) {
    e.slot = at;
    entities[at] = e;
    vruntimes[at] = e.vruntime;
    deadlines[at] = e.deadline;
  }

  /** Takes an entity out again, to run it or to dequeue it. */
  void remove(Entity e) {
    int at = e.slot;
    int last = --size;
    if (only != null) {
      only = null;
      e.slot = -1;
      weighted -= (e.vruntime - zero) * e.weight;
      weights -= e.weight;
      return;
    }
    weighted -= (e.vruntime - zero) * e.weight;
    weights -= e.weight;
    Entity moved = entities[last];
    entities[at] = moved;
    vruntimes[at] = vruntimes[last];
    deadlines[at] = deadlines[last];
    moved.slot = at;
    e.slot = -1;
  }

  /** Whether an entity is the running one of this queue: the object itself, not one like it. */
  @SuppressWarnings("ReferenceEquality")
  final boolean runs(Entity e) {
    return e == current;
  }

  /** Where virtual times are counted from: the average when it was last asked for. */
  long zero() {
    return zero;
  }

  int waiting() {
    return size;
  }

  Entity waiting(int i) {
    return only != null ? only : entities[i];
  }

  /** The weighted average of all virtual run times, rounded down ({@code avg_vruntime}). */
  long average() {
    long weight = weights;
    long delta = 0;
    Entity running = current != null && current.onQueue ? current : null;
    if (weight != 0) {
      long sum = weighted;
      if (running != null) {
        sum += (running.vruntime - zero) * running.weight;
        weight += running.weight;
      }
      delta = Math.floorDiv(sum, weight);
    } else if (running != null) {
      delta = running.vruntime - zero;
    }
    weighted -= weights * delta;
    zero += delta;
    return zero;
  }

  /** True when the entity has had no more than its share ({@code entity_eligible}). */
  boolean eligible(Entity e) {
    return queued == 1 || e.vruntime <= average();
  }

  /**
   * The eligible entity with the earliest deadline; the running one goes on inside its protected
   * slice ({@code pick_eevdf}).
   *
   * @return the entity; empty only when nothing is queued
   */
  @Nullable Entity pick() {
    Entity running = current != null && current.onQueue ? current : null;
    if (queued == 1) {
      return running != null ? running : waiting(0);
    }
    if (queued == 0) {
      return null;
    }
    if (slices.fairSleepers()) {
      return leftmost(running);
    }
    long v = average();
    if (running != null && running.vruntime > v) {
      running = null;
    }
    if (running != null && running.vruntime < running.protectedUntil) {
      return running;
    }
    if (only != null) {
      boolean first = running == null || only.deadline <= running.deadline;
      return only.vruntime <= v && first ? only : running;
    }
    int best = -1;
    long earliest = Long.MAX_VALUE;
    for (int i = 0; i < size; i++) {
      if (vruntimes[i] <= v
          && (deadlines[i] < earliest
              || (deadlines[i] == earliest
                  && best >= 0
                  && entities[i].sequence - entities[best].sequence < 0))) {
        best = i;
        earliest = deadlines[i];
      }
    }
    if (best < 0 || (running != null && running.deadline < earliest)) {
      return running;
    }
    return entities[best];
  }

  /** Who has run least ({@code pick_next_entity} before Linux 6.6). */
  private Entity leftmost(@Nullable Entity running) {
    Entity best = running == null ? waiting(0) : running;
    for (int i = 0; i < size; i++) {
      Entity e = waiting(i);
      boolean tie = e.vruntime == best.vruntime && !runs(best);
      if (e.vruntime < best.vruntime || (tie && e.sequence - best.sequence < 0)) {
        best = e;
      }
    }
    return best;
  }

  /** Gives a joining entity its virtual time and deadline ({@code place_entity}). */
  void place(Entity e, boolean initial) {
    long v = average();
    if (slices.fairSleepers()) {
      placeBack(e, v, initial);
      return;
    }
    long offset = 0;
    if (queued > 0 && e.lag != 0) {
      long total = weights + (current != null && current.onQueue ? current.weight : 0);
      offset = e.lag * (total + e.weight) / Math.max(1, total);
    }
    e.vruntime = v - offset;
    if (e.relativeDeadline) {
      e.deadline += e.vruntime;
      e.relativeDeadline = false;
      return;
    }
    long slice = e.virtual(slices.sliceNs());
    e.deadline = e.vruntime + (initial ? slice / 2 : slice);
  }

  /** {@code place_entity} before Linux 6.6: who slept may be behind, but not for ever. */
  private void placeBack(Entity e, long v, boolean initial) {
    long slice = e.virtual(slices.sliceNs());
    if (initial) {
      e.vruntime = v + slice;
    } else if (e.relativeDeadline) {
      e.vruntime = v - e.lag;
    } else {
      e.vruntime = Math.max(e.vruntime, v - e.virtual(slices.sleeperCreditNs()));
    }
    e.relativeDeadline = false;
    e.deadline = e.vruntime + slice;
  }

  /** Whether an entity that sleeps ahead of the average stays queued until it is eligible. */
  boolean keepsAhead(Entity e) {
    return !slices.fairSleepers() && !eligible(e);
  }

  /** Remembers how far an entity is from the average ({@code update_entity_lag}). */
  void recordLag(Entity e) {
    if (queued == 1) {
      e.lag = 0;
      return;
    }
    long limit = e.virtual(slices.lagLimitNs());
    long lag = Math.clamp(average() - e.vruntime, -limit, limit);
    e.lag = e.delayed ? Math.min(0, Math.max(lag, e.lag)) : lag;
  }

  /**
   * Lets the running entity's virtual time pass.
   *
   * @return true when it has used up what it asked for
   */
  boolean advance(Entity running, long ns) {
    running.vruntime += running.virtual(ns);
    if (running.vruntime < running.deadline) {
      return false;
    }
    running.deadline = running.vruntime + running.virtual(slices.sliceNs());
    average();
    return true;
  }

  /** Changes a weight and keeps the lag ({@code reweight_entity}). */
  void reweight(Entity e, int weight) {
    if (e.onQueue) {
      long v = average();
      recordLag(e);
      boolean running = runs(e);
      if (!running) {
        remove(e);
      }
      long relative = (e.deadline - v) * e.weight / weight;
      long protectedFor = Math.max(0, e.protectedUntil - v) * e.weight / weight;
      load += weight - e.weight;
      e.lag = e.lag * e.weight / weight;
      e.weight = weight;
      e.vruntime = v - e.lag;
      e.deadline = v + relative;
      e.protectedUntil = v + protectedFor;
      if (!running) {
        insert(e);
      }
    } else {
      e.lag = e.lag * e.weight / weight;
      e.weight = weight;
    }
  }
}
