/*
 * Reading the statistics of a group with many descendants that changed since the last reading: the
 * kernel walks all of them (rstat) before it answers.
 */
#define _GNU_SOURCE
#include "kedge.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define PARENT "kedge-rstat"
#define MOST_ROUNDS 64

static int *groups;

/* A short life inside the group: some CPU time, some memory. */
static void dirty(int count, size_t bytes) {
  for (int i = 0; i < count; i++) {
    pid_t pid = cgroup_fork(groups[i]);
    if (pid < 0) {
      die_errno("clone3(CLONE_INTO_CGROUP)");
    }
    if (pid == 0) {
      char *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
      for (size_t at = 0; memory != MAP_FAILED && at < bytes; at += 4096) {
        memory[at] = 1;
      }
      _exit(0);
    }
    waitpid(pid, NULL, 0);
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
  size_t bytes = (size_t)param("touched_kib", 64, 4, 65536) << 10;
  params_end();
  struct rlimit files = {.rlim_cur = (rlim_t)count + 64, .rlim_max = (rlim_t)count + 64};
  if (setrlimit(RLIMIT_NOFILE, &files) != 0) {
    die_errno("setrlimit(RLIMIT_NOFILE)");
  }
  cgroup_root("cpu memory");
  cgroup_make(PARENT);
  must_write(cgroup_file(PARENT, "cgroup.subtree_control"), "+cpu +memory");
  groups = calloc((size_t)count, sizeof(int));
  for (int i = 0; i < count; i++) {
    char name[64];
    snprintf(name, sizeof(name), PARENT "/%d", i);
    cgroup_make(name);
    groups[i] = open(cgroup_file(name, ""), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (groups[i] < 0) {
      die_errno(name);
    }
  }
  double cpu[MOST_ROUNDS];
  double memory[MOST_ROUNDS];
  double clean_cpu[MOST_ROUNDS];
  double clean_memory[MOST_ROUNDS];
  dirty(count, bytes);
  double first = reading("cpu.stat");
  double first_memory = reading("memory.stat");
  for (int i = 0; i < rounds; i++) {
    dirty(count, bytes);
    cpu[i] = reading("cpu.stat");
    memory[i] = reading("memory.stat");
    clean_cpu[i] = reading("cpu.stat");
    clean_memory[i] = reading("memory.stat");
  }
  for (int i = 0; i < count; i++) {
    char name[64];
    snprintf(name, sizeof(name), PARENT "/%d", i);
    close(groups[i]);
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
  case_send("DONE", "%d dirty groups: cpu.stat first %.2f ms", count, first);
  return 0;
}
