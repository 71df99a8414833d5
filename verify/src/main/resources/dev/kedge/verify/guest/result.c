/*
 * Results as lines of JSON on standard output; the guest's first process makes frames of them. Every
 * line is written by one call, so that lines of children do not mix.
 */
#include "kedge.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern const char *suite_name;

struct text {
  char *bytes;
  size_t length;
  size_t room;
};

static struct text metrics;
static const char *case_name;

static void append(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void append(struct text *text, const char *format, ...) {
  for (;;) {
    va_list arguments;
    va_start(arguments, format);
    size_t left = text->room - text->length;
    int wanted = vsnprintf(text->bytes == NULL ? NULL : text->bytes + text->length,
                           text->bytes == NULL ? 0 : left, format, arguments);
    va_end(arguments);
    if (wanted < 0) {
      return;
    }
    if ((size_t)wanted < left) {
      text->length += (size_t)wanted;
      return;
    }
    size_t room = (text->room + (size_t)wanted) * 2 + 1024;
    char *bytes = realloc(text->bytes, room);
    if (bytes == NULL) {
      _exit(2);
    }
    text->bytes = bytes;
    text->room = room;
  }
}

static void append_quoted(struct text *text, const char *plain) {
  append(text, "\"");
  for (const unsigned char *c = (const unsigned char *)plain; *c != 0; c++) {
    if (*c == '"' || *c == '\\') {
      append(text, "\\%c", *c);
    } else if (*c < 0x20 || *c > 0x7e) {
      append(text, "\\u%04x", *c);
    } else {
      append(text, "%c", *c);
    }
  }
  append(text, "\"");
}

static void send_line(struct text *line) {
  append(line, "\n");
  size_t sent = 0;
  while (sent < line->length) {
    ssize_t wrote = write(STDOUT_FILENO, line->bytes + sent, line->length - sent);
    if (wrote < 0 && errno != EINTR) {
      _exit(2);
    }
    sent += wrote > 0 ? (size_t)wrote : 0;
  }
  free(line->bytes);
}

void case_open(const char *name) {
  case_name = name;
  metrics.length = 0;
}

void metric(const char *name, const char *unit, enum better better, double value) {
  metric_values(name, unit, better, &value, 1, 0);
}

void metric_values(const char *name, const char *unit, enum better better, const double *values,
                   size_t count, size_t censored) {
  static const char *const words[] = {"LOWER", "HIGHER", "NEITHER"};
  if (count == 0) {
    return;
  }
  append(&metrics, "%s{\"name\":\"%s\",\"unit\":\"%s\",\"better\":\"%s\",\"values\":[",
         metrics.length == 0 ? "" : ",", name, unit, words[better]);
  for (size_t i = 0; i < count; i++) {
    append(&metrics, "%s%.7g", i == 0 ? "" : ",", values[i]);
  }
  append(&metrics, "],\"censored\":%zu}", censored);
}

static void send_case(const char *status, const char *format, va_list arguments) {
  char message[600];
  vsnprintf(message, sizeof(message), format, arguments);
  struct text body = {0};
  append(&body, "{\"suite\":");
  append_quoted(&body, suite_name);
  append(&body, ",\"case\":");
  append_quoted(&body, case_name == NULL ? suite_name : case_name);
  append(&body, ",\"status\":\"%s\",\"message\":", status);
  append_quoted(&body, message);
  append(&body, ",\"metrics\":[%s]}", metrics.length == 0 ? "" : metrics.bytes);
  send_line(&body);
  metrics.length = 0;
  case_name = NULL;
}

void case_send(const char *status, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  send_case(status, format, arguments);
  va_end(arguments);
}

void output_send(const char *line) {
  struct text body = {0};
  append(&body, "> %s", line);
  send_line(&body);
}

void die(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  metrics.length = 0;
  send_case("ERROR", format, arguments);
  va_end(arguments);
  exit(2);
}

void die_errno(const char *what) {
  die("%s: %s", what, strerror(errno));
}

void skip(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  case_name = NULL;
  metrics.length = 0;
  send_case("SKIP", format, arguments);
  va_end(arguments);
  exit(0);
}
