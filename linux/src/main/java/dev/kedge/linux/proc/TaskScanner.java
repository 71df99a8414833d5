package dev.kedge.linux.proc;

import dev.kedge.linux.SmallFileReader;
import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import org.agrona.collections.Long2LongHashMap;

/**
 * Counts tasks by state and sums their waits on run queues, from {@code stat} and {@code schedstat}
 * of every thread. The latter needs CONFIG_SCHED_INFO only, not CONFIG_SCHEDSTATS. One thread at a
 * time.
 */
public final class TaskScanner implements AutoCloseable {
  private static final long UNKNOWN = -1;

  private final Path procRoot;
  private final int maxTasks;
  private final SmallFileReader reader = new SmallFileReader(1024);
  private final byte[] text = new byte[1024];
  private Long2LongHashMap before = new Long2LongHashMap(UNKNOWN);
  private Long2LongHashMap now = new Long2LongHashMap(UNKNOWN);
  private boolean first = true;
  private int tasks;
  private int running;
  private int uninterruptible;
  private int vanished;
  private int omitted;
  private long runDelay;

  /**
   * Nothing is read yet.
   *
   * @param procRoot where procfs is mounted
   * @param maxTasks how many tasks are read at most in one scan
   */
  public TaskScanner(Path procRoot, int maxTasks) {
    this.procRoot = procRoot;
    this.maxTasks = maxTasks;
  }

  /** Looks at all tasks; empty when there is no procfs. */
  public Optional<TaskScan> scan() {
    String[] processes = new File(procRoot.toString()).list();
    if (processes == null) {
      return Optional.empty();
    }
    tasks = 0;
    running = 0;
    uninterruptible = 0;
    vanished = 0;
    omitted = 0;
    runDelay = 0;
    now.clear();
    for (String process : processes) {
      if (ProcessFiles.number(process) >= 0) {
        process(procRoot + "/" + process + "/task");
      }
    }
    Long2LongHashMap old = before;
    before = now;
    now = old;
    TaskScan scan =
        new TaskScan(tasks, running, uninterruptible, first ? 0 : runDelay, vanished, omitted);
    first = false;
    return Optional.of(scan);
  }

  private void process(String directory) {
    String[] threads = new File(directory).list();
    if (threads == null) {
      vanished++;
      return;
    }
    for (String thread : threads) {
      int tid = ProcessFiles.number(thread);
      if (tid < 0) {
        continue;
      }
      if (tasks >= maxTasks) {
        omitted++;
        continue;
      }
      task(tid, directory + "/" + thread);
    }
  }

  private void task(int tid, String directory) {
    int length = reader.read(directory + "/stat", text);
    int bracket = lastBracket(length);
    if (bracket < 0 || bracket + 2 >= length) {
      vanished++;
      return;
    }
    tasks++;
    switch (text[bracket + 2]) {
      case 'R' -> running++;
      case 'D' -> uninterruptible++;
      default -> {
        // Sleeping, stopped and the like are not counted apart.
      }
    }
    long delay = secondNumber(reader.read(directory + "/schedstat", text));
    if (delay >= 0) {
      now.put(tid, delay);
      long known = before.get(tid);
      // A number used again by a new task counts from zero, as does one not seen before.
      runDelay += known == UNKNOWN || delay < known ? delay : delay - known;
    }
  }

  private int lastBracket(int length) {
    for (int i = length - 1; i >= 0; i--) {
      if (text[i] == ')') {
        return i;
      }
    }
    return -1;
  }

  private long secondNumber(int length) {
    int at = 0;
    while (at < length && text[at] != ' ') {
      at++;
    }
    long value = 0;
    int digits = 0;
    for (int i = at + 1; i < length && text[i] >= '0' && text[i] <= '9' && digits < 18; i++) {
      value = 10 * value + text[i] - '0';
      digits++;
    }
    return digits > 0 ? value : UNKNOWN;
  }

  @Override
  public void close() {
    reader.close();
  }
}
