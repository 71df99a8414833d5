/* A lock of the kernel, and who takes it how. */
#ifndef THROTTLE_H
#define THROTTLE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct lock {
  /* For the message: which lock. */
  const char *what;
  /* Reads parameters and makes what the tasks need. */
  void (*prepare)(void);
  /* One turn of a task of the limited group, counted from 0. */
  void (*hold)(int task);
  /* Tells the observer of a task of the limited group; may be null. */
  void (*born)(int task, pid_t pid);
  /* Runs once in the victim; may be null. */
  void (*victim_begins)(void);
  /* One operation of the victim. */
  void (*operation)(void);
  /* Removes what prepare made; may be null. */
  void (*finish)(void);
  /* Whether the operation makes no sense without the limited group's tasks. */
  bool needs_low;
};

struct throttle_defaults {
  int64_t quota_us;
  int tasks;
  /* How long the tasks work before they are limited. */
  int64_t lead_ms;
};

/* Runs the experiment and reports it. */
int throttle_run(const struct lock *lock, const struct throttle_defaults *defaults);

#endif
