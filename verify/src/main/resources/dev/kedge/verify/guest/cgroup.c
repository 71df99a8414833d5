/* Groups of the unified hierarchy. */
#define _GNU_SOURCE
#include "kedge.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#define ROOT "/sys/fs/cgroup"

const char *cgroup_file(const char *group, const char *file) {
  static char paths[8][512];
  static unsigned next;
  char *path = paths[next++ % 8];
  snprintf(path, sizeof(paths[0]), "%s/%s%s%s", ROOT, group, *file == 0 ? "" : "/", file);
  return path;
}

void cgroup_root(const char *controllers) {
  struct statfs what;
  if (statfs(ROOT, &what) != 0 || what.f_type != CGROUP2_SUPER_MAGIC) {
    if (mount("cgroup2", ROOT, "cgroup2", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) != 0) {
      skip("no unified cgroup hierarchy at %s: %s", ROOT, strerror(errno));
    }
  }
  char list[256];
  snprintf(list, sizeof(list), "%s", controllers);
  for (char *word = strtok(list, " "); word != NULL; word = strtok(NULL, " ")) {
    char change[64];
    snprintf(change, sizeof(change), "+%s", word);
    if (!write_text(cgroup_file("", "cgroup.subtree_control"), change)) {
      skip("no %s controller in the unified hierarchy: %s", word, strerror(errno));
    }
  }
}

void cgroup_make(const char *group) {
  if (mkdir(cgroup_file(group, ""), 0755) != 0 && errno != EEXIST) {
    die("mkdir %s: %s", cgroup_file(group, ""), strerror(errno));
  }
}

void cgroup_enter(const char *group, pid_t pid) {
  char text[32];
  snprintf(text, sizeof(text), "%d", (int)pid);
  must_write(cgroup_file(group, "cgroup.procs"), text);
}

/* cgroup.kill exists from 5.14 on; where it does not, each process is killed by its number. */
static void kill_all(const char *group) {
  if (write_text(cgroup_file(group, "cgroup.kill"), "1")) {
    return;
  }
  char text[65536];
  if (read_text(cgroup_file(group, "cgroup.procs"), text, sizeof(text))) {
    for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n")) {
      kill((pid_t)atoi(line), SIGKILL);
    }
  }
}

void cgroup_remove(const char *group) {
  for (int turn = 0; turn < 500; turn++) {
    if (rmdir(cgroup_file(group, "")) == 0 || errno == ENOENT) {
      return;
    }
    kill_all(group);
    sleep_until(now_ns() + 10 * MS);
  }
}

pid_t cgroup_fork(int group_fd) {
  struct clone_args how = {
      .flags = CLONE_INTO_CGROUP,
      .exit_signal = SIGCHLD,
      .cgroup = (uint64_t)group_fd,
  };
  return (pid_t)syscall(SYS_clone3, &how, sizeof(how));
}
