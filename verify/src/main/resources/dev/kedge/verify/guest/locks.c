/* Five everyday locks of the kernel, each with a holder and a victim. */
#define _GNU_SOURCE
#include "kedge.h"
#include "throttle.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- a directory's i_rwsem: the holders read it, the victim makes and removes a file in it ---- */

#define DIRECTORY "/tmp/kedge-dir"
/* What the C library asks for at once. */
#define DENTS_BYTES (1 << 15)

static void dir_prepare(void) {
  int entries = (int)param("entries", 20000, 10, 200000);
  mkdir("/tmp", 01777);
  mkdir(DIRECTORY, 0755);
  if (mount("tmpfs", DIRECTORY, "tmpfs", 0, "size=256m,nr_inodes=400k") != 0) {
    die_errno("mount tmpfs");
  }
  for (int i = 0; i < entries; i++) {
    char path[64];
    snprintf(path, sizeof(path), DIRECTORY "/entry-%06d", i);
    int fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0644);
    if (fd < 0) {
      die_errno(path);
    }
    close(fd);
  }
}

static void dir_hold(int task) {
  (void)task;
  static int fd = -1;
  static char *entries;
  if (fd < 0) {
    fd = open(DIRECTORY, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    entries = malloc(DENTS_BYTES);
  }
  lseek(fd, 0, SEEK_SET);
  while (syscall(SYS_getdents64, fd, entries, DENTS_BYTES) > 0) {
  }
}

static void dir_operation(void) {
  int fd = open(DIRECTORY "/victim", O_CREAT | O_WRONLY | O_CLOEXEC, 0644);
  if (fd >= 0) {
    close(fd);
  }
  unlink(DIRECTORY "/victim");
}

static void dir_finish(void) {
  umount2(DIRECTORY, MNT_DETACH);
  rmdir(DIRECTORY);
}

int throttle_dir_main(void) {
  static const struct lock lock = {
      .what = "a directory's i_rwsem",
      .prepare = dir_prepare,
      .hold = dir_hold,
      .operation = dir_operation,
      .finish = dir_finish,
  };
  static const struct throttle_defaults defaults = {.quota_us = 1000, .tasks = 16, .lead_ms = 200};
  return throttle_run(&lock, &defaults);
}

/* ---- a pipe's mutex: everybody writes, one process outside the group reads ---- */

#define PIPE_BYTES (1 << 18)

static int pipe_ends[2];
static char *pipe_buffer;
static pid_t pipe_reader;

static void pipe_prepare(void) {
  if (pipe2(pipe_ends, O_CLOEXEC) != 0) {
    die_errno("pipe");
  }
  if (fcntl(pipe_ends[1], F_SETPIPE_SZ, PIPE_BYTES) < 0) {
    die_errno("F_SETPIPE_SZ");
  }
  pipe_buffer = malloc(PIPE_BYTES);
  memset(pipe_buffer, 1, PIPE_BYTES);
  pipe_reader = must_fork();
  if (pipe_reader == 0) {
    while (read(pipe_ends[0], pipe_buffer, PIPE_BYTES) > 0) {
    }
    _exit(0);
  }
}

static void pipe_hold(int task) {
  (void)task;
  if (write(pipe_ends[1], pipe_buffer, PIPE_BYTES) < 0) {
    _exit(1);
  }
}

static void pipe_operation(void) {
  if (write(pipe_ends[1], pipe_buffer, 1) < 0) {
    _exit(1);
  }
}

static void pipe_finish(void) {
  close(pipe_ends[1]);
  wait_child(pipe_reader, 5 * SECOND);
}

int throttle_pipe_main(void) {
  static const struct lock lock = {
      .what = "a pipe's mutex",
      .prepare = pipe_prepare,
      .hold = pipe_hold,
      .operation = pipe_operation,
      .finish = pipe_finish,
  };
  static const struct throttle_defaults defaults = {.quota_us = 1000, .tasks = 16, .lead_ms = 200};
  return throttle_run(&lock, &defaults);
}

/* ---- mmap_lock: the holders change the protection of much memory, the victim is "ps" ---- */

static size_t mm_bytes;
static char mm_path[64];

static void mm_prepare(void) {
  mm_bytes = (size_t)param("memory_mib", 64, 1, 512) << 20;
}

static void mm_hold(int task) {
  (void)task;
  static char *memory;
  if (memory == NULL) {
    memory = mmap(NULL, mm_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    madvise(memory, mm_bytes, MADV_NOHUGEPAGE);
    for (size_t at = 0; at < mm_bytes; at += 4096) {
      memory[at] = 1;
    }
  }
  mprotect(memory, mm_bytes, PROT_READ);
  mprotect(memory, mm_bytes, PROT_READ | PROT_WRITE);
}

/* The victim is forked before the holders are, so it looks for the newest of them by itself. */
static _Atomic int *mm_target;

static void mm_born(int task, pid_t pid) {
  if (task == 0) {
    *mm_target = pid;
  }
}

static void mm_prepare_shared(void) {
  mm_prepare();
  mm_target = shared_memory(sizeof(*mm_target));
}

static void mm_operation(void) {
  char text[256];
  int pid = *mm_target;
  if (pid != 0) {
    snprintf(mm_path, sizeof(mm_path), "/proc/%d/cmdline", pid);
    read_text(mm_path, text, sizeof(text));
  }
}

int throttle_mm_main(void) {
  static const struct lock lock = {
      .what = "a process's mmap_lock",
      .prepare = mm_prepare_shared,
      .hold = mm_hold,
      .born = mm_born,
      .operation = mm_operation,
      .needs_low = true,
  };
  static const struct throttle_defaults defaults = {.quota_us = 1000, .tasks = 2, .lead_ms = 5000};
  return throttle_run(&lock, &defaults);
}

/* ---- fork and exit in the group: cgroup_threadgroup_rwsem, anon_vma ---- */

static void fork_hold(int task) {
  (void)task;
  pid_t pid = fork();
  if (pid == 0) {
    _exit(0);
  }
  if (pid > 0) {
    waitpid(pid, NULL, 0);
  }
}

static void move_prepare(void) {
  cgroup_root("cpu");
  cgroup_make("kedge-here");
  cgroup_make("kedge-there");
}

static void move_operation(void) {
  static int turn;
  cgroup_enter(turn++ % 2 == 0 ? "kedge-here" : "kedge-there", getpid());
}

static void move_finish(void) {
  cgroup_remove("kedge-here");
  cgroup_remove("kedge-there");
}

int throttle_move_main(void) {
  static const struct lock lock = {
      .what = "cgroup_threadgroup_rwsem",
      .prepare = move_prepare,
      .hold = fork_hold,
      .operation = move_operation,
      .finish = move_finish,
  };
  static const struct throttle_defaults defaults = {.quota_us = 1000, .tasks = 16, .lead_ms = 200};
  return throttle_run(&lock, &defaults);
}

/* Memory the parent has touched, so that all children share the locks of its anonymous areas. */
static void fork_prepare(void) {
  size_t size = (size_t)param("memory_mib", 4, 1, 512) << 20;
  char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) {
    die_errno("mmap");
  }
  for (size_t at = 0; at < size; at += 4096) {
    memory[at] = 1;
  }
}

static void fork_operation(void) {
  fork_hold(0);
}

int throttle_fork_main(void) {
  static const struct lock lock = {
      .what = "the locks of fork",
      .prepare = fork_prepare,
      .hold = fork_hold,
      .operation = fork_operation,
  };
  static const struct throttle_defaults defaults = {.quota_us = 5000, .tasks = 64, .lead_ms = 200};
  return throttle_run(&lock, &defaults);
}
