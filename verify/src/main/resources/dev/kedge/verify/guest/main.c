/* The arguments and the table of programs. */
#include "kedge.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_PARAMS 32

static char *params[MOST_PARAMS];
static bool asked[MOST_PARAMS];
static size_t param_count;
static char *no_words[] = {NULL};
static char **words = no_words;

const char *suite_name = "kedge";

static const struct {
  const char *name;
  int (*run)(void);
} programs[] = {
    {"boot", boot_main},
    {"panic", panic_main},
    {"pstore", pstore_main},
    {"hung-task", hung_task_main},
    {"throttle-dir", throttle_dir_main},
    {"throttle-pipe", throttle_pipe_main},
    {"throttle-mm", throttle_mm_main},
    {"throttle-move", throttle_move_main},
    {"throttle-fork", throttle_fork_main},
    {"nested", nested_main},
    {"pagetables", pagetables_main},
    {"rstat", rstat_main},
    {"cgroup-writes", writes_main},
    {"interfaces", interfaces_main},
    {"memcg-ext4", journal_main},
    {"script", script_main},
};
#define PROGRAMS (sizeof(programs) / sizeof(programs[0]))

const char *param_text(const char *key, const char *otherwise) {
  size_t length = strlen(key);
  const char *found = otherwise;
  for (size_t i = 0; i < param_count; i++) {
    if (strncmp(params[i], key, length) == 0 && params[i][length] == '=') {
      asked[i] = true;
      found = params[i] + length + 1;
    }
  }
  return found;
}

int64_t param(const char *key, int64_t otherwise, int64_t least, int64_t most) {
  const char *text = param_text(key, NULL);
  if (text == NULL) {
    return otherwise;
  }
  char *end;
  errno = 0;
  long long value = strtoll(text, &end, 10);
  if (errno != 0 || end == text || *end != 0 || value < least || value > most) {
    die("parameter %s=%s: expected a whole number from %lld to %lld", key, text, (long long)least,
        (long long)most);
  }
  return value;
}

void params_end(void) {
  for (size_t i = 0; i < param_count; i++) {
    if (!asked[i]) {
      die("parameter %s: this program has no such parameter", params[i]);
    }
  }
}

char **command_words(void) {
  return words;
}

static int usage(void) {
  fprintf(stderr, "usage: kedge-guest PROGRAM [--suite NAME] [KEY=VALUE ...] [-- COMMAND ...]\n"
                  "programs:");
  for (size_t i = 0; i < PROGRAMS; i++) {
    fprintf(stderr, " %s", programs[i].name);
  }
  fprintf(stderr, "\n");
  return 64;
}

int main(int argc, char **argv) {
  if (argc < 2) {
    return usage();
  }
  suite_name = argv[1];
  for (int i = 2; i < argc; i++) {
    if (strcmp(argv[i], "--") == 0) {
      words = argv + i + 1;
      break;
    }
    if (strcmp(argv[i], "--suite") == 0 && i + 1 < argc) {
      suite_name = argv[++i];
    } else if (strchr(argv[i], '=') != NULL && param_count < MOST_PARAMS) {
      params[param_count++] = argv[i];
    } else {
      return usage();
    }
  }
  for (size_t i = 0; i < PROGRAMS; i++) {
    if (strcmp(argv[1], programs[i].name) == 0) {
      return programs[i].run();
    }
  }
  return usage();
}
