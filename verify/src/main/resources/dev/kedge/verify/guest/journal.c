/*
 * A group with too little memory that writes to ext4, and a task outside it that wants its own file
 * on disk. A demonstration: the stacks of those who reclaim memory of a group say whether one held a
 * handle of the journal, the latencies of the victim what that cost.
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
#define PARENT 512
#define TRACING "/sys/kernel/tracing"
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

/*
 * New directories all the time, and a file now and then: inodes, buffers and the blocks of
 * directories are charged to the group, the latter while the handle of mkdir is held. None is
 * removed: a block that comes again would be in the cache already.
 */
static void writer(int number) {
  cgroup_enter(WRITERS, getpid());
  char path[64];
  for (unsigned turn = 0;; turn++) {
    snprintf(path, sizeof(path), MOUNT "/writer-%d-%u", number, turn / PARENT);
    if (turn % PARENT == 0) {
      mkdir(path, 0755);
    }
    snprintf(path, sizeof(path), MOUNT "/writer-%d-%u/%u", number, turn / PARENT, turn % PARENT);
    mkdir(path, 0755);
    if (turn % 64 == 0) {
      snprintf(path, sizeof(path), MOUNT "/writer-%d-%u/file", number, turn / PARENT);
      write_file(path, 2);
    }
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

/* What the writers' stacks showed. */
struct seen {
  int reclaiming;
  int holding;
  char example[400];
};

/* Has the kernel record the stack of whoever begins to reclaim memory of a group. */
static bool trace_reclaim(void) {
  mount("tracefs", TRACING, "tracefs", 0, NULL);
  write_text(TRACING "/buffer_size_kb", "16384");
  return write_text(TRACING "/kprobe_events", "p:kedge/reclaim " RECLAIM) &&
         write_text(TRACING "/events/kedge/reclaim/trigger", "stacktrace");
}

static void end_of_stack(struct seen *seen, char *stack) {
  if (strstr(stack, RECLAIM) == NULL) {
    return;
  }
  seen->reclaiming++;
  if (holds_handle(stack) && seen->holding++ == 0) {
    snprintf(seen->example, sizeof(seen->example), "%s", strstr(stack, RECLAIM));
  }
}

/* Lines " => function" are a stack, innermost first; any other line ends it. */
static void read_stacks(struct seen *seen) {
  static char stack[4096];
  static char line[1024];
  size_t length = 0;
  FILE *trace = fopen(TRACING "/trace", "re");
  while (trace != NULL && fgets(line, sizeof(line), trace) != NULL) {
    line[strcspn(line, "\n")] = 0;
    if (strncmp(line, " => ", 4) != 0) {
      stack[length] = 0;
      end_of_stack(seen, stack);
      length = 0;
    } else if (length + strlen(line) < sizeof(stack)) {
      length += (size_t)sprintf(stack + length, "%s%s", length == 0 ? "" : " < ", line + 4);
    }
  }
  stack[length] = 0;
  end_of_stack(seen, stack);
  if (trace != NULL) {
    fclose(trace);
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

static void measure(const char *name, int writers, const char *limit, int64_t window, bool traced) {
  cgroup_make(WRITERS);
  must_write(cgroup_file(WRITERS, "memory.max"), limit);
  struct shared *shared = shared_memory(sizeof(struct shared));
  write_text(TRACING "/trace", "\n");
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
  struct seen seen = {0};
  if (traced) {
    read_stacks(&seen);
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
  if (traced) {
    metric("reclaims", "1", NEITHER, seen.reclaiming);
    metric("handle_held", "1", NEITHER, seen.holding);
  }
  case_send("DONE", "%d writers with memory.max %s, %zu operations of the victim%s%s", writers,
            limit, count, seen.holding > 0 ? "; a handle held in reclaim: " : "", seen.example);
}

int journal_main(void) {
  const char *device = param_text("device", "/dev/vda");
  const char *limit = param_text("limit", "4194304");
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
  bool traced = trace_reclaim();
  measure("idle", 0, "max", window / 2, traced);
  measure("control", writers, "1073741824", window, traced);
  measure("limited", writers, limit, window, traced);
  umount2(MOUNT, MNT_DETACH);
  return 0;
}
