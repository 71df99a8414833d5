/*
 * A group with too little memory that writes to ext4, and a task outside it that wants its own file
 * on disk. A demonstration: the stacks of the writers say whether one was seen to reclaim memory of
 * its group while it held a handle of the journal, the latencies of the victim what that cost.
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
#define MOST_WRITERS 64
#define BLOCK 65536
#define FILES 200
#define RECLAIM "try_to_free_mem_cgroup_pages"

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

/* New files all the time: inodes, directory entries and buffers are charged to the group. */
static void writer(int number) {
  cgroup_enter(WRITERS, getpid());
  char path[64];
  static char block[4096];
  snprintf(path, sizeof(path), MOUNT "/writer-%d", number);
  mkdir(path, 0755);
  for (unsigned turn = 0;; turn++) {
    snprintf(path, sizeof(path), MOUNT "/writer-%d/%u", number, turn % FILES);
    unlink(path);
    int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644);
    if (fd < 0) {
      continue;
    }
    for (unsigned i = 0; i < 1 + turn % 8; i++) {
      if (write(fd, block, sizeof(block)) < 0) {
        break;
      }
    }
    if (turn % 64 == 0) {
      fsync(fd);
    }
    close(fd);
  }
}

/*
 * Functions of ext4 and jbd2 that take a handle which is never null: who has one on the stack, with
 * reclaim below it, holds a handle while it reclaims. Those that start their own handle somewhere in
 * their middle are left out (__ext4_new_inode, ext4_map_blocks, ext4_evict_inode ...).
 */
static bool holds_handle(const char *stack) {
  static const char *const within[] = {
      "ext4_add_entry",           "ext4_add_nondir",
      "ext4_append",              "ext4_delete_entry",
      "ext4_orphan_add",          "ext4_orphan_del",
      "ext4_init_new_dir",        "ext4_free_inode",
      "ext4_mb_new_blocks",       "ext4_mb_mark_diskspace_used",
      "ext4_ext_insert_extent",   "ext4_ext_truncate",
      "__ext4_mark_inode_dirty",  "ext4_reserve_inode_write",
      "get_write_access",         "ext4_handle_dirty_metadata",
      "jbd2_journal_dirty_metadata",
  };
  for (size_t i = 0; i < sizeof(within) / sizeof(within[0]); i++) {
    if (strstr(stack, within[i]) != NULL) {
      return true;
    }
  }
  return false;
}

static bool reclaims(const char *stack) {
  return strstr(stack, RECLAIM) != NULL;
}

/* What the writers' stacks showed. */
struct seen {
  int reclaiming;
  int holding;
  char example[400];
};

static void look_at(pid_t pid, struct seen *seen) {
  static char stack[8192];
  char path[64];
  snprintf(path, sizeof(path), "/proc/%d/stack", (int)pid);
  if (!read_text(path, stack, sizeof(stack)) || !reclaims(stack)) {
    return;
  }
  seen->reclaiming++;
  if (!holds_handle(stack)) {
    return;
  }
  seen->holding++;
  size_t length = 0;
  for (char *line = strtok(strstr(stack, RECLAIM), "\n"); line != NULL && seen->holding == 1;
       line = strtok(NULL, "\n")) {
    char *name = strchr(line, ' ');
    name = name == NULL ? line : name + 1;
    int wrote = snprintf(seen->example + length, sizeof(seen->example) - length, "%s%.*s",
                         length == 0 ? "" : " < ", (int)strcspn(name, "+"), name);
    length += (size_t)wrote;
    if (length >= sizeof(seen->example)) {
      break;
    }
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
  pid_t pids[MOST_WRITERS];
  for (int i = 0; i < writers; i++) {
    pids[i] = must_fork();
    if (pids[i] == 0) {
      writer(i);
    }
  }
  struct seen seen = {0};
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
    for (int i = 0; i < writers; i++) {
      look_at(pids[i], &seen);
    }
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
  metric("writers_reclaiming", "1", NEITHER, seen.reclaiming);
  metric("handle_held", "1", NEITHER, seen.holding);
  case_send("DONE", "%d writers with memory.max %s, %zu operations of the victim%s%s", writers,
            limit, count, seen.holding > 0 ? "; a handle held in reclaim: " : "", seen.example);
}

int journal_main(void) {
  const char *device = param_text("device", "/dev/vda");
  const char *limit = param_text("limit", "4194304");
  int writers = (int)param("writers", 8, 1, MOST_WRITERS);
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
