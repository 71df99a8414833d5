// Sleeps, burns one CPU for 200 ms in a function of a name nothing else has, and sleeps again.
#include <sched.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static volatile unsigned long sink;

static long long now(clockid_t clock) {
  struct timespec at;
  clock_gettime(clock, &at);
  return at.tv_sec * 1000000000LL + at.tv_nsec;
}

void kedge_e2e_stall(void) {
  long long end = now(CLOCK_MONOTONIC) + 200000000LL;
  while (now(CLOCK_MONOTONIC) < end) {
    for (int i = 0; i < 10000; i++) sink += i;
  }
}

int main(void) {
  // Before all others, so that 200 ms of burning are 200 ms on the clock, however busy the host is.
  struct sched_param first = {.sched_priority = 10};
  sched_setscheduler(0, SCHED_FIFO, &first);
  sleep(3);
  long long begin = now(CLOCK_REALTIME);
  kedge_e2e_stall();
  printf("%lld %lld\n", begin / 1000000, now(CLOCK_REALTIME) / 1000000);
  fflush(stdout);
  sleep(3);
  return 0;
}
