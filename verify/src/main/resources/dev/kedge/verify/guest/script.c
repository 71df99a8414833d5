/*
 * Runs a command and sends what it prints, line by line, for the host to read (KTAP, or figures that
 * the plan describes). Where the suite names a root, the command runs in it. A command that is its
 * own judge passes when it ends with 0; 127 says that what it needs is not there.
 */
#define _GNU_SOURCE
#include "kedge.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define LONGEST_LINE 4096
#define MOST_LINES 20000
/* What a shell says of a command that is not there, and of one that may not be run. */
#define NOT_FOUND 127
#define NOT_ALLOWED 126

static void run(char **command, const char *root, int output) {
  if (*root != 0 && (chroot(root) != 0 || chdir("/") != 0)) {
    fprintf(stderr, "kedge-guest: chroot %s: %s\n", root, strerror(errno));
    _exit(NOT_ALLOWED);
  }
  if (chdir("/tmp") != 0) {
    /* A root without it: the command runs in the root itself. */
    chdir("/");
  }
  dup2(output, STDOUT_FILENO);
  setenv("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", 1);
  setenv("LC_ALL", "C", 1);
  execvp(command[0], command);
  _exit(errno == ENOENT ? NOT_FOUND : NOT_ALLOWED);
}

int script_main(void) {
  const char *root = param_text("root", "");
  bool verdict = param("verdict", 0, 0, 1) == 1;
  params_end();
  char **command = command_words();
  if (command[0] == NULL) {
    die("no command behind --");
  }
  int ends[2];
  if (pipe(ends) != 0) {
    die_errno("pipe");
  }
  int64_t begin = now_ns();
  pid_t pid = must_fork();
  if (pid == 0) {
    close(ends[0]);
    run(command, root, ends[1]);
  }
  close(ends[1]);
  FILE *in = fdopen(ends[0], "re");
  static char line[LONGEST_LINE];
  int lines = 0;
  int lost = 0;
  while (in != NULL && fgets(line, sizeof(line), in) != NULL) {
    line[strcspn(line, "\n")] = 0;
    if (lines < MOST_LINES) {
      output_send(line);
      lines++;
    } else {
      lost++;
    }
  }
  int status = 0;
  waitpid(pid, &status, 0);
  double took = (double)(now_ns() - begin) / MS;
  int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  if (code == NOT_FOUND) {
    skip("%s, or something it runs, is not there", command[0]);
  }
  case_open(NULL);
  metric("exit_code", "1", NEITHER, code);
  metric("wall", "ms", NEITHER, took);
  metric("lines_lost", "1", NEITHER, lost);
  case_send(!verdict ? "DONE" : code == 0 ? "PASS" : "FAIL", "%s ended with %d after %d lines", command[0], code, lines + lost);
  return 0;
}
