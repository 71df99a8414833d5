/* What every kernel has to do: start, and tell of its own end. */
#define _GNU_SOURCE
#include "kedge.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

int boot_main(void) {
  struct timespec since;
  struct utsname name;
  char text[64] = "0";
  clock_gettime(CLOCK_BOOTTIME, &since);
  params_end();
  uname(&name);
  read_text("/proc/sys/kernel/tainted", text, sizeof(text));
  text[strcspn(text, "\n")] = 0;
  double total = (double)read_key("/proc/meminfo", "MemTotal");
  case_open(NULL);
  metric("uptime", "ms", LOWER, (double)since.tv_sec * 1000 + (double)since.tv_nsec / MS);
  metric("memory_total", "KiBy", HIGHER, total);
  metric("memory_available", "KiBy", HIGHER, (double)read_key("/proc/meminfo", "MemAvailable"));
  metric("slab", "KiBy", LOWER, (double)read_key("/proc/meminfo", "Slab"));
  metric("tainted", "1", LOWER, strtod(text, NULL));
  case_send("DONE", "%s %s", name.release, name.version);
  return 0;
}

/* The host waits for the kernel's last words; only a kernel that survives reports here. */
int panic_main(void) {
  params_end();
  write_text("/proc/sys/kernel/sysrq", "1");
  must_write("/proc/sysrq-trigger", "c");
  sleep_until(now_ns() + 5 * SECOND);
  case_send("FAIL", "the kernel did not panic when it was asked to");
  return 1;
}

/* A page that is there only when the owner of the descriptor says so. */
static int late_page(char **page) {
  int fd = (int)syscall(SYS_userfaultfd, O_CLOEXEC);
  if (fd < 0) {
    skip("userfaultfd: %s", strerror(errno));
  }
  struct uffdio_api api = {.api = UFFD_API};
  *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  struct uffdio_register area = {
      .range = {.start = (uintptr_t)*page, .len = 4096},
      .mode = UFFDIO_REGISTER_MODE_MISSING,
  };
  if (*page == MAP_FAILED || ioctl(fd, UFFDIO_API, &api) != 0 ||
      ioctl(fd, UFFDIO_REGISTER, &area) != 0) {
    die_errno("userfaultfd");
  }
  return fd;
}

static void set_hung_task(const char *file, int64_t value) {
  char path[96];
  char text[32];
  snprintf(path, sizeof(path), "/proc/sys/kernel/hung_task_%s", file);
  snprintf(text, sizeof(text), "%lld", (long long)value);
  if (!write_text(path, text)) {
    skip("%s: %s: a kernel without CONFIG_DETECT_HUNG_TASK", path, strerror(errno));
  }
}

/*
 * One thread holds a pipe's mutex while it waits for a page of its own that does not come; a second
 * one waits for the mutex, uninterruptibly, until the kernel says so. Then the page comes.
 */
static void *hold_pipe(void *argument) {
  char **pipe_and_page = argument;
  ssize_t wrote = write((int)(intptr_t)pipe_and_page[0], pipe_and_page[1], 4096);
  return wrote < 0 ? argument : NULL;
}

int hung_task_main(void) {
  int64_t timeout = param("timeout_s", 2, 1, 600);
  params_end();
  set_hung_task("timeout_secs", timeout);
  set_hung_task("check_interval_secs", 1);
  set_hung_task("warnings", -1);
  char *page;
  int faults = late_page(&page);
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) {
    die_errno("pipe");
  }
  /* The page belongs to this address space: the holder is a thread, the waiter a process. */
  char *pipe_and_page[] = {(char *)(intptr_t)ends[1], page};
  pthread_t holder;
  if (pthread_create(&holder, NULL, hold_pipe, pipe_and_page) != 0) {
    die_errno("pthread_create");
  }
  sleep_until(now_ns() + 200 * MS);
  pid_t waiter = must_fork();
  if (waiter == 0) {
    prctl(PR_SET_NAME, "kedge-waiter");
    _exit(write(ends[1], "x", 1) == 1 ? 0 : 1);
  }
  int64_t begin = now_ns();
  int64_t blocked = 0;
  for (int64_t before = begin; before < begin + (timeout + 4) * SECOND;) {
    sleep_until(before + 20 * MS);
    int64_t now = now_ns();
    blocked += process_state(waiter) == 'D' ? now - before : 0;
    before = now;
  }
  struct uffdio_zeropage zero = {.range = {.start = (uintptr_t)page, .len = 4096}};
  if (ioctl(faults, UFFDIO_ZEROPAGE, &zero) != 0) {
    die_errno("UFFDIO_ZEROPAGE");
  }
  bool ended = wait_child(waiter, 5 * SECOND);
  case_open(NULL);
  metric("blocked", "ms", NEITHER, (double)blocked / MS);
  if (blocked < (timeout + 1) * SECOND) {
    die("the waiter was blocked for %lld ms only", (long long)(blocked / MS));
  }
  case_send(ended ? "DONE" : "ERROR", "a task was blocked for %lld ms%s",
            (long long)(blocked / MS), ended ? "" : " and never came back");
  return ended ? 0 : 2;
}
