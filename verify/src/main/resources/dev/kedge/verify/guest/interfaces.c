/*
 * What the running kernel offers to programs that set limits and tune it: names and values below
 * /proc/sys, and the files of a fresh group with what they hold. Each is a line of text, for the
 * host to lay beside those of another kernel:
 *   sysctl NAME[ = VALUE]
 *   cgroup FILE[ = VALUE]      cgroup FILE:KEY for files of several lines
 */
#define _GNU_SOURCE
#include "kedge.h"

#include <ctype.h>
#include <dirent.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define SYSCTLS "/proc/sys/"
#define GROUP "kedge-interfaces"
#define LONGEST_VALUE 400
#define DEEPEST 16

static int sysctl_count;

/* Runs of blanks and line ends become one blank; what is no printable ASCII becomes '?'. */
static void flatten(char *text) {
  char *to = text;
  for (const char *from = text; *from != 0; from++) {
    unsigned char c = (unsigned char)*from;
    if (isspace(c)) {
      if (to > text && to[-1] != ' ') {
        *to++ = ' ';
      }
    } else {
      *to++ = c < 0x20 || c > 0x7e ? '?' : (char)c;
    }
  }
  while (to > text && to[-1] == ' ') {
    to--;
  }
  *to = 0;
}

static void send_value(const char *kind, const char *name, const char *value) {
  char line[1024];
  snprintf(line, sizeof(line), "%s %s%s%.*s", kind, name, *value == 0 ? "" : " = ", LONGEST_VALUE,
           value);
  output_send(line);
}

static int visit(const char *path, const struct stat *what, int type, struct FTW *where) {
  (void)where;
  if (type != FTW_F || !S_ISREG(what->st_mode)) {
    return 0;
  }
  char name[512];
  snprintf(name, sizeof(name), "%s", path + strlen(SYSCTLS));
  for (char *c = name; *c != 0; c++) {
    *c = *c == '/' ? '.' : *c;
  }
  char value[4096] = "";
  if ((what->st_mode & S_IRUSR) != 0) {
    read_text(path, value, sizeof(value));
  }
  flatten(value);
  send_value("sysctl", name, value);
  sysctl_count++;
  return 0;
}

/* Files of several lines hold figures behind keys: which keys there are is the interface. */
static void send_file(const char *file) {
  static char text[65536];
  text[0] = 0;
  read_text(cgroup_file(GROUP, file), text, sizeof(text));
  char *end = strchr(text, '\n');
  if (end == NULL || end[1] == 0) {
    flatten(text);
    send_value("cgroup", file, text);
    return;
  }
  send_value("cgroup", file, "");
  for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n")) {
    char name[512];
    line[strcspn(line, " =")] = 0;
    snprintf(name, sizeof(name), "%.250s:%.250s", file, line);
    flatten(name);
    send_value("cgroup", name, "");
  }
}

static int cgroup_files(void) {
  char controllers[1024] = "";
  cgroup_root("");
  read_text(cgroup_file("", "cgroup.controllers"), controllers, sizeof(controllers));
  flatten(controllers);
  char list[1024];
  snprintf(list, sizeof(list), "%s", controllers);
  for (char *word = strtok(list, " "); word != NULL; word = strtok(NULL, " ")) {
    char change[128];
    snprintf(change, sizeof(change), "+%s", word);
    write_text(cgroup_file("", "cgroup.subtree_control"), change);
  }
  send_value("cgroup", "(controllers)", controllers);
  cgroup_make(GROUP);
  DIR *folder = opendir(cgroup_file(GROUP, ""));
  if (folder == NULL) {
    die_errno(GROUP);
  }
  int count = 0;
  for (const struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
    if (entry->d_type == DT_REG) {
      send_file(entry->d_name);
      count++;
    }
  }
  closedir(folder);
  cgroup_remove(GROUP);
  return count;
}

int interfaces_main(void) {
  bool groups = param("cgroups", 1, 0, 1) == 1;
  params_end();
  if (nftw(SYSCTLS, visit, DEEPEST, FTW_PHYS) != 0) {
    die_errno(SYSCTLS);
  }
  int files = groups ? cgroup_files() : 0;
  case_open(NULL);
  metric("sysctls", "1", NEITHER, sysctl_count);
  metric("cgroup_files", "1", NEITHER, files);
  case_send("DONE", "%d names below /proc/sys, %d files of a group", sysctl_count, files);
  return 0;
}
