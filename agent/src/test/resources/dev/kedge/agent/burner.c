/*
 * Burns CPU time along a known tree of calls and tells at its end (SIGTERM) how much of it went
 * where: one line for each path, callers first, and the units of work done at its leaf.
 */
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DEEP, OTHER, SORT, HANDLER, REALIGNED, PATHS };
static const char *const path_names[PATHS] = {
    "main;deep_burn;deep_burn;deep_burn;deep_burn;leaf_burn", "main;other_burn;leaf_burn",
    "main;sort_burn;compare_burn;leaf_burn", "main;raise_burn;handler_burn;leaf_burn",
    "main;realigned_burn;leaf_burn"};
static volatile uint64_t units[PATHS];
static volatile uint64_t sink;
static volatile sig_atomic_t ended;

__attribute__((noinline)) static uint64_t leaf_burn(uint64_t x, int path) {
  for (int i = 0; i < 50000; i++) x = x * 6364136223846793005ULL + 1442695040888963407ULL;
  units[path]++;
  return x;
}

__attribute__((noinline)) static uint64_t deep_burn(uint64_t x, int depth) {
  char local[96];
  memset(local, (int)x, sizeof local);
  uint64_t y = depth == 0 ? leaf_burn(x, DEEP) : deep_burn(x, depth - 1) + 1;
  return y + local[x % sizeof local];
}

__attribute__((noinline)) static uint64_t other_burn(uint64_t x) { return leaf_burn(x, OTHER) + 1; }

static int compare_burn(const void *a, const void *b) {
  sink += leaf_burn(*(const int *)a, SORT);
  return *(const int *)a - *(const int *)b;
}

__attribute__((noinline)) static void sort_burn(void) {
  int pair[2] = {2, 1};
  qsort(pair, 2, sizeof(int), compare_burn);
  sink += pair[0];
}

static void handler_burn(int signal) { sink += leaf_burn(signal, HANDLER); }

__attribute__((noinline)) static void raise_burn(void) {
  raise(SIGUSR1);
  sink++;
}

__attribute__((noinline)) static uint64_t realigned_burn(uint64_t x) {
  /* More than the stack's own alignment: the compiler moves the stack pointer by an and. */
  _Alignas(64) volatile char local[128];
  local[x % sizeof local] = 1;
  return leaf_burn(x, REALIGNED) + local[0];
}

static void end(int signal) { ended = signal; }

int main(void) {
  signal(SIGUSR1, handler_burn);
  signal(SIGTERM, end);
  while (!ended) {
    sink += deep_burn(sink, 3);
    sink += other_burn(sink);
    sort_burn();
    raise_burn();
    sink += realigned_burn(sink);
  }
  for (int i = 0; i < PATHS; i++) printf("%s %llu\n", path_names[i], (unsigned long long)units[i]);
  return 0;
}
