package dev.kedge.report.hang;

import dev.kedge.report.line.Ascii;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads files of {@code /proc/PID} (or {@code /proc/PID/task/TID}) put one after another with their
 * names, as {@code tail -n +1 /proc/[0-9]*}{@code /{status,stack}} prints them: {@code ==>
 * /proc/812/stack <==}. Not thread-safe.
 */
final class ProcFiles {
  private static final String OPEN = "==> /proc/";
  private static final String CLOSE = " <==";

  private Optional<TaskEvidence> task = Optional.empty();
  private String file = "";

  /** Takes a line; false when it is outside such files. */
  boolean line(String text, int number, Evidence evidence) {
    if (text.startsWith(OPEN) && text.endsWith(CLOSE)) {
      open(text.substring(OPEN.length(), text.length() - CLOSE.length()), number, evidence);
      return true;
    }
    if (task.isEmpty()) {
      return false;
    }
    switch (file) {
      case "stack" -> task.get().frames(text);
      case "status" -> status(text);
      case "comm" -> name(text.strip());
      case "wchan" -> {
        if (!task.get().hasFrames() && !text.isBlank() && !text.equals("0")) {
          task.get().frames(text.strip() + "+0x0/0x0");
        }
      }
      default -> {
        return !file.isEmpty();
      }
    }
    return true;
  }

  private void open(String path, int number, Evidence evidence) {
    int slash = path.lastIndexOf('/');
    int start = path.lastIndexOf('/', Math.max(0, slash - 1)) + 1;
    String id = slash < 0 ? "" : path.substring(start, slash);
    OptionalInt pid = Ascii.isNumber(id) ? TaskLine.number(id, 0) : OptionalInt.empty();
    file = slash < 0 ? "" : path.substring(slash + 1);
    task =
        pid.isPresent() ? evidence.task(new TaskRef("", pid.getAsInt()), number) : Optional.empty();
    if (file.equals("stack")) {
      task.ifPresent(TaskEvidence::newStack);
    }
  }

  private void status(String text) {
    if (text.startsWith("Name:")) {
      name(text.substring("Name:".length()).strip());
    } else if (text.startsWith("State:")) {
      String state = text.substring("State:".length()).strip();
      task.get().state(state.isEmpty() ? RunState.UNKNOWN : RunState.of(state.charAt(0)));
    }
  }

  private void name(String comm) {
    task.get().renamed(comm);
  }
}
