/* Time, files, processes. */
#define _GNU_SOURCE
#include "kedge.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int64_t now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * SECOND + now.tv_nsec;
}

void sleep_until(int64_t when) {
  struct timespec until = {.tv_sec = when / SECOND, .tv_nsec = when % SECOND};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR) {
  }
}

bool read_text(const char *path, char *text, size_t size) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    return false;
  }
  size_t length = 0;
  while (length < size - 1) {
    ssize_t got = read(fd, text + length, size - 1 - length);
    if (got <= 0) {
      break;
    }
    length += (size_t)got;
  }
  close(fd);
  text[length] = 0;
  return true;
}

bool write_text(const char *path, const char *text) {
  int fd = open(path, O_WRONLY | O_CLOEXEC);
  if (fd < 0) {
    return false;
  }
  ssize_t wrote = write(fd, text, strlen(text));
  int error = errno;
  close(fd);
  errno = error;
  return wrote == (ssize_t)strlen(text);
}

void must_write(const char *path, const char *text) {
  if (!write_text(path, text)) {
    die("write '%s' to %s: %s", text, path, strerror(errno));
  }
}

int64_t read_key(const char *path, const char *key) {
  char text[16384];
  if (!read_text(path, text, sizeof(text))) {
    return -1;
  }
  size_t length = strlen(key);
  for (char *line = text; line != NULL; line = strchr(line, '\n')) {
    line += *line == '\n';
    if (strncmp(line, key, length) == 0 && strchr(": \t", line[length]) != NULL &&
        line[length] != 0) {
      return strtoll(line + length + 1, NULL, 10);
    }
  }
  return -1;
}

/* Time that no CPU had anything to do, in hundredths of a second, summed over the CPUs. */
static int64_t idle_time(void) {
  char text[256];
  long long idle;
  long long waiting;
  if (!read_text("/proc/stat", text, sizeof(text)) ||
      sscanf(text, "cpu %*s %*s %*s %lld %lld", &idle, &waiting) != 2) {
    die("/proc/stat has no line of all CPUs");
  }
  return idle + waiting;
}

void quiet_machine(void) {
  long cpus = sysconf(_SC_NPROCESSORS_ONLN);
  for (int turn = 0; turn < 120; turn++) {
    int64_t idle = idle_time();
    int64_t begin = now_ns();
    sleep_until(begin + SECOND / 2);
    int64_t passed = (now_ns() - begin) / (10 * MS) * cpus;
    if ((idle_time() - idle) * 100 >= passed * 95) {
      return;
    }
  }
  die("the machine does not become idle: something else takes its CPUs");
}

char process_state(pid_t pid) {
  char path[64];
  char text[512];
  snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
  if (!read_text(path, text, sizeof(text))) {
    return 0;
  }
  /* The name may hold anything, a bracket too: the state is behind the last one. */
  char *name_end = strrchr(text, ')');
  return name_end == NULL || name_end[1] != ' ' ? 0 : name_end[2];
}

pid_t must_fork(void) {
  pid_t pid = fork();
  if (pid < 0) {
    die_errno("fork");
  }
  if (pid == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
  }
  return pid;
}

bool wait_child(pid_t pid, int64_t timeout_ns) {
  int64_t end = now_ns() + timeout_ns;
  for (;;) {
    pid_t got = waitpid(pid, NULL, WNOHANG);
    if (got == pid || (got < 0 && errno == ECHILD)) {
      return true;
    }
    if (now_ns() >= end) {
      return false;
    }
    sleep_until(now_ns() + 10 * MS);
  }
}

void *shared_memory(size_t size) {
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) {
    die_errno("mmap");
  }
  return memory;
}
