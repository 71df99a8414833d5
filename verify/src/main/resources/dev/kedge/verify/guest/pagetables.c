/*
 * Page tables that outlive their pages: a sparse area, one page touched in each of its 2 MiB, then
 * given back with madvise in pieces. VmPTE says what the page tables hold.
 */
#define _GNU_SOURCE
#include "kedge.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define UNIT (2UL << 20)
#define STATUS "/proc/self/status"

static double kib(const char *key) {
  return (double)read_key(STATUS, key);
}

static void measure(const char *name, size_t size, size_t chunk) {
  case_open(name);
  char *area = mmap(NULL, size + UNIT, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (area == MAP_FAILED) {
    die_errno("mmap");
  }
  area += (UNIT - (uintptr_t)area % UNIT) % UNIT;
  if (madvise(area, size, MADV_NOHUGEPAGE) != 0 && access("/sys/kernel/mm/transparent_hugepage", F_OK) == 0) {
    die_errno("madvise(MADV_NOHUGEPAGE)");
  }
  double before = kib("VmPTE");
  for (size_t at = 0; at < size; at += UNIT) {
    area[at] = 1;
  }
  double touched = kib("VmPTE");
  int64_t begin = now_ns();
  for (size_t at = 0; at < size; at += chunk) {
    if (madvise(area + at, chunk, MADV_DONTNEED) != 0) {
      die_errno("madvise(MADV_DONTNEED)");
    }
  }
  int64_t end = now_ns();
  /* Page tables are freed after a grace period of RCU: wait as long as they become fewer. */
  double after = kib("VmPTE");
  for (int still = 0; still < 5; still++) {
    sleep_until(now_ns() + 50 * MS);
    double now = kib("VmPTE");
    still = now < after ? 0 : still;
    after = now;
  }
  metric("page_tables_before", "KiBy", NEITHER, before);
  metric("page_tables_touched", "KiBy", NEITHER, touched);
  metric("page_tables_after", "KiBy", LOWER, after);
  metric("page_tables_kept", "%", LOWER, 100 * after / touched);
  metric("resident_after", "KiBy", NEITHER, kib("VmRSS"));
  metric("madvise_time", "ms", LOWER, (double)(end - begin) / MS);
  case_send("DONE", "page tables %.0f KiB, touched %.0f, after madvise %.0f", before, touched, after);
}

int pagetables_main(void) {
  size_t size = (size_t)param("area_mib", 16384, 4, 1 << 20) << 20;
  size = size / UNIT * UNIT;
  params_end();
  static const struct {
    const char *name;
    size_t chunk;
  } ways[] = {{"2MiB", UNIT}, {"1MiB", UNIT / 2}, {"whole", 0}};
  for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
    /* Each way in a process of its own: it begins without page tables of the one before. */
    pid_t pid = must_fork();
    if (pid == 0) {
      measure(ways[i].name, size, ways[i].chunk == 0 ? size : ways[i].chunk);
      _exit(0);
    }
    int status;
    if (waitpid(pid, &status, 0) != pid || status != 0) {
      case_open(ways[i].name);
      if (WIFSIGNALED(status)) {
        die("the measuring process was killed by signal %d", WTERMSIG(status));
      }
      return 2;
    }
  }
  return 0;
}
