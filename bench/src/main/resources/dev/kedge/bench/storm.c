/* Starts so many short processes a second, until it is killed: storm RATE */
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int main(int count, char **arguments) {
  long rate = count > 1 ? atol(arguments[1]) : 500;
  struct timespec next;
  clock_gettime(CLOCK_MONOTONIC, &next);
  for (;;) {
    if (fork() == 0) {
      execl("/bin/true", "true", (char *)0);
      _exit(1);
    }
    while (waitpid(-1, 0, WNOHANG) > 0) {
    }
    next.tv_nsec += 1000000000L / rate;
    if (next.tv_nsec >= 1000000000L) {
      next.tv_nsec -= 1000000000L;
      next.tv_sec++;
    }
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, 0);
  }
}
