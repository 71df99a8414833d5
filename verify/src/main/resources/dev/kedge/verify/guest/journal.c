/*
 * A group with too little memory that writes to ext4, and a task outside it that wants its own file
 * on disk. A demonstration of a symptom: nothing here proves who holds which handle of the journal.
 */
#define _GNU_SOURCE
#include "kedge.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#define MOUNT "/kedge-ext4"
#define WRITERS "kedge-writers"
#define MOST 20000
#define BLOCK 65536

struct shared {
  _Atomic int64_t started;
  _Atomic int count;
  int64_t latency[MOST];
};

static void write_file(const char *path, size_t blocks) {
  static char block[BLOCK];
  int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0644);
  if (fd < 0) {
    return;
  }
  for (size_t i = 0; i < blocks; i++) {
    if (write(fd, block, BLOCK) < 0) {
      break;
    }
  }
  fsync(fd);
  close(fd);
}

static void writer(int number) {
  cgroup_enter(WRITERS, getpid());
  char path[64];
  for (unsigned turn = 0;; turn++) {
    snprintf(path, sizeof(path), MOUNT "/writer-%d-%u", number, turn % 8);
    write_file(path, 16);
  }
}

static void victim(struct shared *shared) {
  for (unsigned turn = 0;; turn++) {
    char path[64];
    snprintf(path, sizeof(path), MOUNT "/victim-%u", turn % 8);
    int64_t begin = now_ns();
    atomic_store(&shared->started, begin);
    write_file(path, 1);
    unlink(path);
    int n = atomic_load(&shared->count);
    if (n < MOST) {
      shared->latency[n] = now_ns() - begin;
      atomic_store(&shared->count, n + 1);
    }
    atomic_store(&shared->started, 0);
    sleep_until(now_ns() + 10 * MS);
  }
}

static void measure(const char *name, int writers, const char *limit, int64_t window) {
  cgroup_make(WRITERS);
  must_write(cgroup_file(WRITERS, "memory.max"), limit);
  struct shared *shared = shared_memory(sizeof(struct shared));
  for (int i = 0; i < writers; i++) {
    if (must_fork() == 0) {
      writer(i);
    }
  }
  cgroup_make("kedge-victim");
  pid_t pid = must_fork();
  if (pid == 0) {
    cgroup_enter("kedge-victim", getpid());
    victim(shared);
  }
  int64_t begin = now_ns();
  int64_t blocked = 0;
  for (int64_t before = begin; before < begin + window;) {
    sleep_until(before + 5 * MS);
    int64_t now = now_ns();
    blocked += process_state(pid) == 'D' ? now - before : 0;
    before = now;
  }
  size_t count = (size_t)atomic_load(&shared->count);
  int64_t started = atomic_load(&shared->started);
  static double values[MOST + 1];
  for (size_t i = 0; i < count; i++) {
    values[i] = (double)shared->latency[i] / MS;
  }
  size_t censored = started == 0 ? 0 : 1;
  if (censored > 0) {
    values[count++] = (double)(now_ns() - started) / MS;
  }
  int64_t reached = read_key(cgroup_file(WRITERS, "memory.events"), "max");
  int64_t kills = read_key(cgroup_file(WRITERS, "memory.events"), "oom_kill");
  must_write(cgroup_file(WRITERS, "memory.max"), "max");
  cgroup_remove(WRITERS);
  cgroup_remove("kedge-victim");
  case_open(name);
  metric_values("victim_latency", "ms", LOWER, values, count, censored);
  metric("victim_blocked", "ms", LOWER, (double)blocked / MS);
  metric("limit_reached", "1", NEITHER, (double)reached);
  metric("oom_kills", "1", NEITHER, (double)kills);
  case_send("DONE", "%d writers with memory.max %s, %zu operations of the victim", writers, limit,
            count);
}

int journal_main(void) {
  const char *device = param_text("device", "/dev/vda");
  const char *limit = param_text("limit", "2097152");
  int writers = (int)param("writers", 8, 1, 64);
  int64_t window = param("window_ms", 10000, 100, 600000) * MS;
  params_end();
  cgroup_root("cpu memory");
  if (access(device, R_OK | W_OK) != 0) {
    skip("%s: %s: the machine has no disk", device, strerror(errno));
  }
  mkdir(MOUNT, 0755);
  if (mount(device, MOUNT, "ext4", 0, NULL) != 0) {
    skip("mount %s as ext4: %s", device, strerror(errno));
  }
  measure("idle", 0, "max", window / 2);
  measure("control", writers, "1073741824", window);
  measure("limited", writers, limit, window);
  umount2(MOUNT, MNT_DETACH);
  return 0;
}
