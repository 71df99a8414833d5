package dev.kedge.report.hang;

import dev.kedge.report.line.Ascii;
import java.util.Optional;

/**
 * The cause of a hang in words that are the same on every host.
 *
 * @param resource what is waited for: name or class of the lock, or kind of wait
 * @param kind why the root does not go on
 * @param frame the function a waiting root waits in; of others, which are anywhere when they are
 *     looked at, the system call, work or thread function; empty when the log does not tell
 */
public record BlockerKey(String resource, Root.Kind kind, String frame) {
  static BlockerKey of(HangGraph graph, Root root) {
    int pid = root.task().map(TaskRef::pid).orElse(-1);
    Optional<Wait> towards =
        graph.waits().stream()
            .filter(wait -> wait.holders().stream().anyMatch(h -> h.task().pid() == pid))
            .findFirst()
            .or(() -> graph.waitOf(pid));
    String resource =
        towards
            .map(Wait::resource)
            .map(r -> r.name().isEmpty() ? r.what() : withoutNumber(r.name()))
            .or(() ->
                graph.stalls().stream()
                    .filter(stall -> stall.task().filter(t -> t.pid() == pid).isPresent())
                    .findFirst()
                    .map(stall -> stall.kind().label()))
            .orElse("");
    String frame = graph.waitOf(pid).map(w -> w.resource().site()).orElse("");
    if (frame.isEmpty()) {
      frame = graph.task(pid).map(TaskPlace::purpose).orElse("");
    }
    return new BlockerKey(resource, root.kind(), frame);
  }

  /**
   * {@code sb_writers#3} is the class of one file system's locks; the number depends on the boot.
   */
  private static String withoutNumber(String lock) {
    int hash = lock.lastIndexOf('#');
    return hash > 0 && Ascii.isNumber(lock.substring(hash + 1)) ? lock.substring(0, hash) : lock;
  }

  /** One line: {@code rtnl_mutex, runnable in tc_ctl_action}. */
  public String text() {
    return resource + ", " + kind.label() + (frame.isEmpty() ? "" : " in " + frame);
  }
}
