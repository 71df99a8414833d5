/*
 * A load with few call paths, like most services: two threads that compute at two depths and now and
 * then read from /dev/zero, so that there are kernel stacks as well. Runs until it is killed.
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <unistd.h>

static volatile uint64_t sink;

__attribute__((noinline)) static uint64_t bench_leaf(uint64_t x) {
  for (int i = 0; i < 20000; i++) x = x * 6364136223846793005ULL + 1442695040888963407ULL;
  return x;
}

__attribute__((noinline)) static uint64_t bench_shallow(uint64_t x) { return bench_leaf(x) + 1; }

__attribute__((noinline)) static uint64_t bench_deep(uint64_t x, int depth) {
  return depth == 0 ? bench_leaf(x) : bench_deep(x, depth - 1) + depth;
}

static void *bench_thread(void *unused) {
  static char buffer[1 << 16];
  int zero = open("/dev/zero", O_RDONLY);
  uint64_t x = (uintptr_t)unused;
  for (;;) {
    for (int i = 0; i < 20; i++) x = i % 2 ? bench_shallow(x) : bench_deep(x, 12);
    for (int i = 0; i < 20; i++) sink += (uint64_t)read(zero, buffer, sizeof buffer);
    sink += x;
  }
  return 0;
}

int main(void) {
  pthread_t other;
  pthread_create(&other, 0, bench_thread, (void *)7);
  bench_thread((void *)3);
}
