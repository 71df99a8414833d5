/*
 * What the programs of the guest share. One static binary; its first argument names the program.
 *
 * A program measures and reports; it gives no verdict on the kernel. It ends with 0 when it has
 * reported, with 2 after a result of status ERROR.
 */
#ifndef KEDGE_H
#define KEDGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define MS 1000000LL
#define SECOND 1000000000LL

/* ---- main.c: the arguments, key=value ---- */

/* The value of a parameter, or its default; a value that is no number of [least, most] is an error. */
int64_t param(const char *key, int64_t otherwise, int64_t least, int64_t most);
/* The text of a parameter, or its default. */
const char *param_text(const char *key, const char *otherwise);
/* Refuses parameters that were never asked for. Call it before the work begins. */
void params_end(void);
/* Words after "--", for the program that runs others. Null at the end. */
char **command_words(void);

/* ---- result.c: results as lines of JSON ---- */

enum better { LOWER, HIGHER, NEITHER };

/* One case of the running suite; a null name is the suite's own. Only one is open at a time. */
void case_open(const char *name);
void metric(const char *name, const char *unit, enum better better, double value);
/* A distribution; the last `censored` values are lower bounds. */
void metric_values(const char *name, const char *unit, enum better better, const double *values,
                   size_t count, size_t censored);
/* Sends the open case: DONE, SKIP, ERROR ... The message is printf's. */
void case_send(const char *status, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* One line of a script's output, "> " before it: no result, to be read on the host. */
void output_send(const char *line);
/* Sends an ERROR of the open case, or of the suite, and ends the program. */
void die(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));
/* The same with errno's text. */
void die_errno(const char *what) __attribute__((noreturn));
/* Sends a SKIP of the suite and ends the program. */
void skip(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

/* ---- system.c: time, files, processes ---- */

int64_t now_ns(void);
void sleep_until(int64_t when);
/* The first `size - 1` bytes of a file with a 0 behind; false when it cannot be read. */
bool read_text(const char *path, char *text, size_t size);
/* Writes a text in one call; false with errno when the kernel refuses. */
bool write_text(const char *path, const char *text);
void must_write(const char *path, const char *text);
/* The number behind "key" and a blank or colon in such a file as cpu.stat; -1 when there is none. */
int64_t read_key(const char *path, const char *key);
/*
 * Waits until nothing else runs. Kernels test their cryptography for seconds after they have started,
 * as a task that takes half of a CPU from whoever is measured. An ERROR when it goes on for a minute.
 */
void quiet_machine(void);
/* The state letter of a process, 0 when it is gone. */
char process_state(pid_t pid);
/* A fork that ends the program when it fails; the child dies with its parent. */
pid_t must_fork(void);
/* Waits for a child at most so long; false when it still runs. */
bool wait_child(pid_t pid, int64_t timeout_ns);
/* Memory that children share, zeroed. */
void *shared_memory(size_t size);

/* ---- cgroup.c: the unified hierarchy ---- */

/* Mounts it if nobody has; passes the named controllers ("cpu memory") down from the root. */
void cgroup_root(const char *controllers);
/* Makes a group ("low", "low/child"). */
void cgroup_make(const char *group);
/* The path of a file of a group, in a buffer that lasts for eight calls. */
const char *cgroup_file(const char *group, const char *file);
void cgroup_enter(const char *group, pid_t pid);
/* Kills what is in it and removes it, waiting for the tasks to be gone. */
void cgroup_remove(const char *group);
/* A child that begins its life inside a group. */
pid_t cgroup_fork(int group_fd);

/* ---- the programs ---- */

int boot_main(void);
int panic_main(void);
int pstore_main(void);
int hung_task_main(void);
int throttle_dir_main(void);
int throttle_pipe_main(void);
int throttle_mm_main(void);
int throttle_move_main(void);
int throttle_fork_main(void);
int nested_main(void);
int pagetables_main(void);
int rstat_main(void);
int writes_main(void);
int interfaces_main(void);
int journal_main(void);
int script_main(void);

#endif
