/*
 * One of many programs with code of their own, told apart by PROGRAM: wakes ten times a second and
 * computes for a moment. Runs until it is killed.
 */
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

static volatile uint64_t sink = PROGRAM;

__attribute__((noinline)) static uint64_t work(uint64_t x, int depth) {
  for (int i = 0; i < 200000; i++) x = x * 6364136223846793005ULL + PROGRAM;
  return depth == 0 ? x : work(x, depth - 1) + 1;
}

int main(void) {
  char text[64];
  for (;;) {
    sink += work(sink, 3);
    snprintf(text, sizeof text, "%d %llu", PROGRAM, (unsigned long long)sink);
    usleep(100000);
  }
}
