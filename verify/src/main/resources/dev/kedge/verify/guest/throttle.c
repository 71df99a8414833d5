/*
 * The throttled lock holder: tasks of a group with a tiny quota hold a lock of the kernel while they
 * are throttled, and a task outside the group waits for it.
 *
 * The limit is set while the tasks are at work, and the window begins when it has settled. An operation that has not ended when the
 * window does counts with its age, as censored; then the limit is lifted, so that everything ends.
 */
#define _GNU_SOURCE
#include "throttle.h"

#include "kedge.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define MOST_OPERATIONS 20000
#define LOW "kedge-low"

/* What the victim shares with the observer, who has to see what the victim cannot tell. */
struct victim {
  _Atomic int64_t started; /* begin of the operation under way, 0 between two */
  _Atomic int count;
  _Atomic int stop;
  int64_t latency[MOST_OPERATIONS];
};

struct observation {
  int first;
  int count;
  int64_t blocked;
  int64_t unfinished;
};

static void victim_loop(const struct lock *lock, struct victim *shared, int64_t pace) {
  int64_t next = now_ns();
  while (!atomic_load(&shared->stop)) {
    sleep_until(next);
    int64_t begin = now_ns();
    atomic_store(&shared->started, begin);
    lock->operation();
    int64_t end = now_ns();
    int n = atomic_load(&shared->count);
    if (n < MOST_OPERATIONS) {
      shared->latency[n] = end - begin;
      atomic_store(&shared->count, n + 1);
    }
    atomic_store(&shared->started, 0);
    next = next + pace > end ? next + pace : end;
  }
  _exit(0);
}

/* Watches for a while: which operations ended, how long the victim was seen in state D. */
static struct observation observe(struct victim *shared, pid_t victim, int64_t length) {
  struct observation seen = {.first = atomic_load(&shared->count)};
  int64_t begin = now_ns();
  int64_t before = begin;
  while (before < begin + length) {
    sleep_until(before + 5 * MS);
    int64_t now = now_ns();
    if (process_state(victim) == 'D') {
      seen.blocked += now - before;
    }
    before = now;
  }
  seen.count = atomic_load(&shared->count) - seen.first;
  int64_t started = atomic_load(&shared->started);
  seen.unfinished = started == 0 ? 0 : before - started;
  return seen;
}

static void report_latency(const char *name, enum better better, const struct victim *shared,
                           const struct observation *seen) {
  size_t count = (size_t)seen->count;
  double *values = calloc(count + 1, sizeof(double));
  if (values == NULL) {
    die("no memory for %zu latencies", count);
  }
  for (size_t i = 0; i < count; i++) {
    values[i] = (double)shared->latency[(size_t)seen->first + i] / MS;
  }
  size_t censored = seen->unfinished > 0 ? 1 : 0;
  if (censored > 0) {
    values[count++] = (double)seen->unfinished / MS;
  }
  metric_values(name, "ms", better, values, count, censored);
  free(values);
}

static void start_low(const struct lock *lock, int tasks) {
  for (int i = 0; i < tasks; i++) {
    pid_t pid = must_fork();
    if (pid == 0) {
      cgroup_enter(LOW, getpid());
      for (;;) {
        lock->hold(i);
      }
    }
    if (lock->born != NULL) {
      lock->born(i, pid);
    }
  }
}

int throttle_run(const struct lock *lock, const struct throttle_defaults *defaults) {
  int64_t quota = param("quota_us", defaults->quota_us, 1000, 10000000);
  int64_t period = param("period_us", 100000, 1000, 1000000);
  int tasks = (int)param("tasks", defaults->tasks, 1, 512);
  int64_t window = param("window_ms", 10000, 100, 600000) * MS;
  int64_t idle = param("idle_ms", 1000, 100, 60000) * MS;
  int64_t lead = param("lead_ms", defaults->lead_ms, 0, 60000) * MS;
  int64_t settle = param("settle_ms", 1000, 0, 60000) * MS;
  int64_t pace = param("pace_ms", 10, 1, 1000) * MS;
  lock->prepare();
  params_end();
  quiet_machine();
  cgroup_root("cpu");
  cgroup_make(LOW);
  if (access(cgroup_file(LOW, "cpu.max"), W_OK) != 0) {
    skip("no cpu.max: a kernel without CONFIG_CFS_BANDWIDTH");
  }
  struct victim *shared = shared_memory(sizeof(struct victim));
  pid_t victim = must_fork();
  if (victim == 0) {
    if (lock->victim_begins != NULL) {
      lock->victim_begins();
    }
    victim_loop(lock, shared, pace);
  }
  struct observation alone = {0};
  if (!lock->needs_low) {
    alone = observe(shared, victim, idle);
  }
  start_low(lock, tasks);
  sleep_until(now_ns() + lead);
  char limit[64];
  snprintf(limit, sizeof(limit), "%lld %lld", (long long)quota, (long long)period);
  must_write(cgroup_file(LOW, "cpu.max"), limit);
  sleep_until(now_ns() + settle);
  int64_t usage = read_key(cgroup_file(LOW, "cpu.stat"), "usage_usec");
  struct observation seen = observe(shared, victim, window);
  int64_t used = read_key(cgroup_file(LOW, "cpu.stat"), "usage_usec") - usage;
  int64_t times = read_key(cgroup_file(LOW, "cpu.stat"), "nr_throttled");
  int64_t throttled = read_key(cgroup_file(LOW, "cpu.stat"), "throttled_usec");

  must_write(cgroup_file(LOW, "cpu.max"), "max");
  atomic_store(&shared->stop, 1);
  cgroup_remove(LOW);
  bool ended = wait_child(victim, 20 * SECOND);
  if (!ended) {
    kill(victim, SIGKILL);
  }

  case_open(NULL);
  metric("victim_operations", "1", HIGHER, seen.count);
  report_latency("victim_latency", LOWER, shared, &seen);
  metric("victim_blocked", "ms", LOWER, (double)seen.blocked / MS);
  report_latency("alone_latency", NEITHER, shared, &alone);
  metric("low_usage", "ms", NEITHER, (double)used / 1000);
  metric("low_nr_throttled", "1", NEITHER, (double)times);
  metric("low_throttled", "ms", NEITHER, (double)throttled / 1000);
  if (lock->finish != NULL) {
    lock->finish();
  }
  case_send("DONE", "%d operations in %lld ms of %s%s%s", seen.count, (long long)(window / MS),
            lock->what, seen.unfinished > 0 ? ", one still waits" : "",
            ended ? "" : "; the victim did not end after the limit was lifted");
  return 0;
}
