/*
 * A panic whose last words are read after the restart, from memory that outlives it (ramoops). The
 * program runs in both lives of the machine: the first has nothing to read, and panics.
 */
#define _GNU_SOURCE
#include "kedge.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#define PSTORE "/sys/fs/pstore"
#define DUMP "dmesg-"
#define WORDS "Kernel panic - not syncing"

static int files;
static bool complete;
static size_t bytes;

/* Prints a record and removes it, so that its memory is free for the next panic. */
static void read_record(const char *name) {
  static char text[1 << 20];
  char path[320];
  snprintf(path, sizeof(path), PSTORE "/%s", name);
  if (!read_text(path, text, sizeof(text))) {
    die_errno(path);
  }
  files++;
  bytes += strlen(text);
  complete = complete || strstr(text, WORDS) != NULL;
  for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n")) {
    output_send(line);
  }
  unlink(path);
}

int pstore_main(void) {
  params_end();
  if (mount("pstore", PSTORE, "pstore", 0, NULL) != 0 && errno != EBUSY) {
    skip("mount " PSTORE ": %s", strerror(errno));
  }
  if (access("/sys/module/ramoops", F_OK) != 0) {
    skip("the kernel has no ramoops");
  }
  DIR *folder = opendir(PSTORE);
  if (folder == NULL) {
    die_errno(PSTORE);
  }
  for (const struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
    if (strncmp(entry->d_name, DUMP, strlen(DUMP)) == 0) {
      read_record(entry->d_name);
    }
  }
  closedir(folder);
  if (files == 0) {
    write_text("/proc/sys/kernel/sysrq", "1");
    must_write("/proc/sysrq-trigger", "c");
    sleep_until(now_ns() + 5 * SECOND);
    case_send("FAIL", "the kernel did not panic when it was asked to");
    return 1;
  }
  case_open(NULL);
  metric("records", "1", NEITHER, files);
  metric("kept", "By", NEITHER, (double)bytes);
  case_send(complete ? "PASS" : "FAIL", "%d records of %zu bytes after the restart%s", files, bytes,
            complete ? "" : ", without the panic's line");
  return 0;
}
