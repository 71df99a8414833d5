/* Two processes that wake one another through pipes, in functions with known names. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <time.h>
__attribute__((noinline)) static int wait_for_ball(int fd) { char c; int r = read(fd, &c, 1) == 1; __asm__ volatile(""); return r; }
__attribute__((noinline)) static int serve_ball(int fd) { char c = 1; int r = write(fd, &c, 1) == 1; __asm__ volatile(""); return r; }
__attribute__((noinline)) static int return_ball(int fd) { char c = 2; int r = write(fd, &c, 1) == 1; __asm__ volatile(""); return r; }
int main(int n, char **v) {
  int there[2], back[2];
  long micros = n > 1 ? atol(v[1]) : 5000;
  if (pipe(there) || pipe(back)) return 1;
  if (fork() == 0) {
    close(there[1]); close(back[0]);
    while (wait_for_ball(there[0])) if (!return_ball(back[1])) return 0;
    return 0;
  }
  close(there[0]); close(back[1]);
  struct timespec pause = {0, micros * 1000};
  for (;;) { if (!serve_ball(there[1]) || !wait_for_ball(back[0])) return 0; nanosleep(&pause, 0); }
}
