/* Burns time in functions that are inlined into each other, one of them into a recursive one. */
#include <time.h>

static volatile double sink;

static inline __attribute__((always_inline)) double innermost(double value) {
  for (int i = 0; i < 200; i++) {
    value = value / 1.0001 + 1 / (value + i);
  }
  return value;
}

static inline __attribute__((always_inline)) double middle(double value) {
  return innermost(value + 1) + 2;
}

__attribute__((noinline)) double whole(double value) {
  return middle(value) * 3;
}

static inline __attribute__((always_inline)) double around(double value) {
  return whole(value) + 1;
}

int main(void) {
  struct timespec start, now;
  clock_gettime(CLOCK_MONOTONIC, &start);
  do {
    for (int i = 0; i < 1000; i++) {
      sink = around(sink) - sink;
    }
    clock_gettime(CLOCK_MONOTONIC, &now);
  } while (now.tv_sec - start.tv_sec < 30);
  return 0;
}
