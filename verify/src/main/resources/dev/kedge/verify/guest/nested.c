/*
 * A limit above a group without one: the parent has half a CPU, its child no limit and four tasks
 * that compute. Reported are the parent's throttled time and the pauses, times in which none of the
 * tasks ran in user mode.
 */
#define _GNU_SOURCE
#include "kedge.h"

#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#define MOST_PAUSES 20000
#define PARENT "kedge-pod"
#define CHILD PARENT "/container"

struct shared {
  _Atomic int64_t last;
  _Atomic int count;
  _Atomic int lost;
  int64_t pause[MOST_PAUSES];
};

/* A task that was interrupted between clock and exchange brings an old time: it is passed over. */
static void hog(struct shared *shared, int64_t least) {
  for (;;) {
    int64_t now = now_ns();
    int64_t before = atomic_load(&shared->last);
    if (now <= before || !atomic_compare_exchange_strong(&shared->last, &before, now)) {
      continue;
    }
    if (before != 0 && now - before >= least) {
      int n = atomic_fetch_add(&shared->count, 1);
      if (n < MOST_PAUSES) {
        shared->pause[n] = now - before;
      }
    }
  }
}

int nested_main(void) {
  int64_t quota = param("quota_us", 50000, 1000, 10000000);
  int64_t period = param("period_us", 100000, 1000, 1000000);
  int tasks = (int)param("tasks", 4, 1, 256);
  int64_t window = param("window_ms", 10000, 100, 600000) * MS;
  int64_t least = param("least_pause_us", 1000, 10, 1000000) * 1000;
  params_end();
  quiet_machine();
  cgroup_root("cpu");
  cgroup_make(PARENT);
  must_write(cgroup_file(PARENT, "cgroup.subtree_control"), "+cpu");
  cgroup_make(CHILD);
  char limit[64];
  snprintf(limit, sizeof(limit), "%lld %lld", (long long)quota, (long long)period);
  if (!write_text(cgroup_file(PARENT, "cpu.max"), limit)) {
    skip("no cpu.max: a kernel without CONFIG_CFS_BANDWIDTH");
  }
  struct shared *shared = shared_memory(sizeof(struct shared));
  for (int i = 0; i < tasks; i++) {
    if (must_fork() == 0) {
      cgroup_enter(CHILD, getpid());
      hog(shared, least);
    }
  }
  sleep_until(now_ns() + 300 * MS);
  int64_t usage = read_key(cgroup_file(PARENT, "cpu.stat"), "usage_usec");
  int64_t throttled = read_key(cgroup_file(PARENT, "cpu.stat"), "throttled_usec");
  int64_t times = read_key(cgroup_file(PARENT, "cpu.stat"), "nr_throttled");
  int64_t periods = read_key(cgroup_file(PARENT, "cpu.stat"), "nr_periods");
  int first = atomic_load(&shared->count);
  sleep_until(now_ns() + window);
  usage = read_key(cgroup_file(PARENT, "cpu.stat"), "usage_usec") - usage;
  throttled = read_key(cgroup_file(PARENT, "cpu.stat"), "throttled_usec") - throttled;
  times = read_key(cgroup_file(PARENT, "cpu.stat"), "nr_throttled") - times;
  periods = read_key(cgroup_file(PARENT, "cpu.stat"), "nr_periods") - periods;
  int last = atomic_load(&shared->count);
  last = last > MOST_PAUSES ? MOST_PAUSES : last;
  must_write(cgroup_file(PARENT, "cpu.max"), "max");
  cgroup_remove(CHILD);
  cgroup_remove(PARENT);

  static double pauses[MOST_PAUSES];
  double longest = 0;
  for (int i = first; i < last; i++) {
    pauses[i - first] = (double)shared->pause[i] / MS;
    longest = pauses[i - first] > longest ? pauses[i - first] : longest;
  }
  case_open(NULL);
  metric("parent_throttled", "ms", NEITHER, (double)throttled / 1000);
  metric("longest_pause", "ms", LOWER, longest);
  metric_values("pause", "ms", LOWER, pauses, (size_t)(last > first ? last - first : 0), 0);
  metric("usage", "ms", NEITHER, (double)usage / 1000);
  metric("nr_throttled", "1", NEITHER, (double)times);
  metric("nr_periods", "1", NEITHER, (double)periods);
  case_send("DONE", "%d tasks below a limit of %lld of %lld us: throttled %.0f ms of %lld, longest "
            "pause %.1f ms", tasks, (long long)quota, (long long)period, (double)throttled / 1000,
            (long long)(window / MS), longest);
  return 0;
}
