/*
 * Asks the kernel a table of writes to cgroup files: each row is done, in order, and the kernel's
 * answer and what the file reads then are compared with what the table says. One case per file.
 *
 *   mkdir PATH -> ANSWER     rmdir PATH -> ANSWER     write PATH "TEXT" -> ANSWER READS
 */
#define _GNU_SOURCE
#include "kedge.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The table comes into the program with the build. */
__asm__(".section .rodata\n"
        "table_begin:\n"
        ".incbin \"v2.writes\"\n"
        "table_end:\n"
        ".previous\n");
extern const char table_begin[];
extern const char table_end[];

#define LONGEST 8192
#define MOST_FILES 32

struct tally {
  char name[64];
  int rows;
  int deviations;
  char first[400];
};

static struct tally tallies[MOST_FILES];
static int tally_count;

static struct tally *tally_of(const char *name) {
  for (int i = 0; i < tally_count; i++) {
    if (strcmp(tallies[i].name, name) == 0) {
      return &tallies[i];
    }
  }
  if (tally_count == MOST_FILES) {
    die("more than %d files in the table", MOST_FILES);
  }
  snprintf(tallies[tally_count].name, sizeof(tallies[0].name), "%s", name);
  return &tallies[tally_count++];
}

/* \n, \t, \0 and {C*N}, N times the character C. Gives the length; the text may hold zeros. */
static size_t unescape(const char *from, size_t length, char *to) {
  size_t n = 0;
  for (size_t i = 0; i < length && n < LONGEST - 1; i++) {
    int used = 0;
    unsigned times;
    char c;
    if (from[i] == '\\' && i + 1 < length && strchr("nt0", from[i + 1]) != NULL) {
      i++;
      to[n++] = from[i] == 'n' ? '\n' : from[i] == 't' ? '\t' : 0;
    } else if (from[i] == '{' && sscanf(from + i, "{%c*%u}%n", &c, &times, &used) == 2 && used > 0) {
      for (unsigned k = 0; k < times && n < LONGEST - 1; k++) {
        to[n++] = c;
      }
      i += (size_t)used - 1;
    } else {
      to[n++] = from[i];
    }
  }
  to[n] = 0;
  return n;
}

static const char *errno_name(bool done) {
  const char *name = strerrorname_np(errno);
  return done ? "ok" : name == NULL ? "an unknown errno" : name;
}

static void ask_write(const char *path, const char *text, size_t length, char *answer) {
  int fd = open(path, O_WRONLY | O_CLOEXEC);
  const char *said;
  if (fd < 0) {
    said = errno_name(false);
  } else {
    ssize_t wrote = write(fd, text, length);
    said = errno_name(wrote == (ssize_t)length);
    close(fd);
  }
  static char reads[LONGEST];
  if (!read_text(path, reads, sizeof(reads))) {
    strcpy(reads, "-");
  }
  size_t end = strlen(reads);
  if (end > 0 && reads[end - 1] == '\n') {
    reads[end - 1] = 0;
  }
  snprintf(answer, LONGEST, "%s %s", said, reads);
}

/* A group made has its controller passed on, as a manager of containers does it. */
static void ask_directory(bool make, const char *path, char *answer) {
  errno = 0;
  bool done = make ? mkdir(path, 0755) == 0 : rmdir(path) == 0;
  snprintf(answer, LONGEST, "%s", errno_name(done));
  if (make && done) {
    char control[600];
    snprintf(control, sizeof(control), "%s/cgroup.subtree_control", path);
    write_text(control, "+cpu");
  }
}

static void without_quotes(char *text) {
  char *to = text;
  for (char *c = text; *c != 0; c++) {
    if (*c != '"') {
      *to++ = *c;
    }
  }
  *to = 0;
}

static void ask_row(char *line, int number) {
  static char expected[LONGEST];
  static char answer[LONGEST];
  static char text[LONGEST];
  char row[120];
  snprintf(row, sizeof(row), "%.110s", line);
  char *arrow = strstr(line, " -> ");
  char *path = strchr(line, ' ');
  if (arrow == NULL || path == NULL || path >= arrow) {
    die("line %d of the table is no row: %s", number, row);
  }
  *arrow = 0;
  *path++ = 0;
  without_quotes(arrow + 4);
  unescape(arrow + 4, strlen(arrow + 4), expected);
  char *quote = strchr(path, ' ');
  if (quote != NULL) {
    *quote++ = 0;
  }
  const char *file = strrchr(path, '/');
  struct tally *tally;
  if (strcmp(line, "write") == 0 && quote != NULL && strlen(quote) >= 2) {
    size_t length = unescape(quote + 1, strlen(quote) - 2, text);
    ask_write(cgroup_file(path + 1, ""), text, length, answer);
    tally = tally_of(file + 1);
  } else if (strcmp(line, "mkdir") == 0 || strcmp(line, "rmdir") == 0) {
    ask_directory(*line == 'm', cgroup_file(path + 1, ""), answer);
    tally = tally_of("groups");
  } else {
    die("line %d of the table is no row: %s", number, row);
  }
  tally->rows++;
  if (strcmp(answer, expected) != 0 && tally->deviations++ == 0) {
    snprintf(tally->first, sizeof(tally->first), "line %d: %s: the kernel answers %.200s", number,
             row, answer);
  }
}

int writes_main(void) {
  params_end();
  cgroup_root("cpu");
  FILE *in = fmemopen((void *)(uintptr_t)table_begin, (size_t)(table_end - table_begin), "r");
  if (in == NULL) {
    die_errno("the table");
  }
  static char line[LONGEST];
  for (int number = 1; fgets(line, sizeof(line), in) != NULL; number++) {
    line[strcspn(line, "\n")] = 0;
    if (line[0] != 0 && line[0] != '#') {
      ask_row(line, number);
    }
  }
  fclose(in);
  for (int i = 0; i < tally_count; i++) {
    struct tally *tally = &tallies[i];
    case_open(tally->name);
    metric("rows", "1", NEITHER, tally->rows);
    metric("deviations", "1", LOWER, tally->deviations);
    case_send("DONE", "%d of %d rows deviate%s%s", tally->deviations, tally->rows,
              tally->deviations > 0 ? "; " : "", tally->first);
  }
  return 0;
}
