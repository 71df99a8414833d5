/*
 * Reading the statistics of a group with many descendants that changed since the last reading: the
 * kernel walks all of them (rstat) before it answers.
 */
#define _GNU_SOURCE
#include "kedge.h"

#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PARENT "kedge-rstat"
#define MOST_ROUNDS 64

/* One process lives in each group; a new turn wakes all of them. */
struct shared {
  _Atomic int turn;
  _Atomic int done;
};

static struct shared *shared;

/* Some CPU time and some memory in each turn. */
static void live(size_t bytes) {
  for (int seen = 0;;) {
    syscall(SYS_futex, &shared->turn, FUTEX_WAIT, seen, NULL, NULL, 0);
    if (atomic_load(&shared->turn) == seen) {
      continue;
    }
    seen = atomic_load(&shared->turn);
    char *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    for (size_t at = 0; memory != MAP_FAILED && at < bytes; at += 4096) {
      memory[at] = 1;
    }
    munmap(memory, bytes);
    atomic_fetch_add(&shared->done, 1);
  }
}

/*
 * Makes every group change. The kernel flushes the statistics of memory by itself every two seconds,
 * so this has to be quick.
 */
static double dirty(int count) {
  int64_t begin = now_ns();
  atomic_store(&shared->done, 0);
  atomic_fetch_add(&shared->turn, 1);
  syscall(SYS_futex, &shared->turn, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
  while (atomic_load(&shared->done) < count) {
    if (now_ns() - begin > 60 * SECOND) {
      die("%d of %d groups did not become dirty", count - atomic_load(&shared->done), count);
    }
    sleep_until(now_ns() + MS);
  }
  return (double)(now_ns() - begin) / MS;
}

static void settle(int count, size_t bytes) {
  for (int i = 0; i < count; i++) {
    char name[64];
    snprintf(name, sizeof(name), PARENT "/%d", i);
    cgroup_make(name);
    int group = open(cgroup_file(name, ""), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    pid_t pid = cgroup_fork(group);
    if (pid < 0) {
      die_errno("clone3(CLONE_INTO_CGROUP)");
    }
    if (pid == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      live(bytes);
    }
    close(group);
  }
}

/* Milliseconds of one reading. */
static double reading(const char *file) {
  static char text[65536];
  int64_t begin = now_ns();
  if (!read_text(cgroup_file(PARENT, file), text, sizeof(text))) {
    die_errno(cgroup_file(PARENT, file));
  }
  return (double)(now_ns() - begin) / MS;
}

int rstat_main(void) {
  int count = (int)param("groups", 2000, 1, 20000);
  int rounds = (int)param("rounds", 5, 1, MOST_ROUNDS);
  size_t bytes = (size_t)param("touched_kib", 16, 4, 65536) << 10;
  params_end();
  quiet_machine();
  cgroup_root("cpu memory");
  cgroup_make(PARENT);
  must_write(cgroup_file(PARENT, "cgroup.subtree_control"), "+cpu +memory");
  shared = shared_memory(sizeof(*shared));
  settle(count, bytes);
  double cpu[MOST_ROUNDS];
  double memory[MOST_ROUNDS];
  double clean_cpu[MOST_ROUNDS];
  double clean_memory[MOST_ROUNDS];
  double took = dirty(count);
  double first = reading("cpu.stat");
  double first_memory = reading("memory.stat");
  for (int i = 0; i < rounds; i++) {
    dirty(count);
    cpu[i] = reading("cpu.stat");
    memory[i] = reading("memory.stat");
    clean_cpu[i] = reading("cpu.stat");
    clean_memory[i] = reading("memory.stat");
  }
  for (int i = 0; i < count; i++) {
    char name[64];
    snprintf(name, sizeof(name), PARENT "/%d", i);
    cgroup_remove(name);
  }
  cgroup_remove(PARENT);
  case_open(NULL);
  metric("cpu_stat_first", "ms", LOWER, first);
  metric_values("cpu_stat", "ms", LOWER, cpu, (size_t)rounds, 0);
  metric_values("cpu_stat_clean", "ms", LOWER, clean_cpu, (size_t)rounds, 0);
  metric("memory_stat_first", "ms", LOWER, first_memory);
  metric_values("memory_stat", "ms", LOWER, memory, (size_t)rounds, 0);
  metric_values("memory_stat_clean", "ms", LOWER, clean_memory, (size_t)rounds, 0);
  metric("dirtying", "ms", NEITHER, took);
  case_send("DONE", "%d dirty groups: cpu.stat first %.2f ms", count, first);
  return 0;
}
