package dev.kedge.linux.proc;

import dev.kedge.linux.SmallFileReader;
import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import org.agrona.collections.Long2LongHashMap;

/**
 * Counts tasks by state and sums their waits on run queues, from {@code stat} and {@code schedstat}
 * of every thread. The latter needs CONFIG_SCHED_INFO only, not CONFIG_SCHEDSTATS; a task that has
 * not run since the scan before keeps its state, so that its {@code stat} need not be read. One
 * thread at a time.
 */
public final class TaskScanner implements AutoCloseable {
  private static final long UNKNOWN = -1;

  private final Path procRoot;
  private final int maxTasks;
  private final SmallFileReader reader = new SmallFileReader(1024);
  private final byte[] text = new byte[1024];
  private Long2LongHashMap delaysBefore = new Long2LongHashMap(UNKNOWN);
  private Long2LongHashMap delays = new Long2LongHashMap(UNKNOWN);

  /** By task: how often it was put on a CPU, and in the lowest bit whether it was in state D. */
  private Long2LongHashMap runsBefore = new Long2LongHashMap(UNKNOWN);

  private Long2LongHashMap runs = new Long2LongHashMap(UNKNOWN);
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
    delays.clear();
    runs.clear();
    for (String process : processes) {
      if (ProcessFiles.number(process) >= 0) {
        process(procRoot + "/" + process + "/task");
      }
    }
    Long2LongHashMap old = delaysBefore;
    delaysBefore = delays;
    delays = old;
    old = runsBefore;
    runsBefore = runs;
    runs = old;
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
    int length = reader.read(directory + "/schedstat", text);
    long delay = number(1, length);
    long count = number(2, length);
    long known = runsBefore.get(tid);
    boolean rested = count > 0 && known != UNKNOWN && known >>> 1 == count && (known & 1) == 0;
    int state = rested ? 'S' : state(directory);
    if (state == UNKNOWN) {
      vanished++;
      return;
    }
    tasks++;
    running += state == 'R' ? 1 : 0;
    uninterruptible += state == 'D' ? 1 : 0;
    if (count >= 0) {
      // A task that was runnable may have changed its state without being put on a CPU again.
      runs.put(tid, state == 'R' ? 0 : count << 1 | (state == 'D' ? 1 : 0));
    }
    if (delay >= 0) {
      delays.put(tid, delay);
      long delayBefore = delaysBefore.get(tid);
      // A number used again by a new task counts from zero, as does one not seen before.
      runDelay += delayBefore == UNKNOWN || delay < delayBefore ? delay : delay - delayBefore;
    }
  }

  private int state(String directory) {
    int length = reader.read(directory + "/stat", text);
    int bracket = lastBracket(length);
    return bracket < 0 || bracket + 2 >= length ? (int) UNKNOWN : text[bracket + 2];
  }

  private int lastBracket(int length) {
    for (int i = length - 1; i >= 0; i--) {
      if (text[i] == ')') {
        return i;
      }
    }
    return -1;
  }

  /** The number that stands in the text after so many blanks. */
  private long number(int blanks, int length) {
    int at = 0;
    for (int seen = 0; at < length && seen < blanks; at++) {
      seen += text[at] == ' ' ? 1 : 0;
    }
    long value = 0;
    int digits = 0;
    for (int i = at; i < length && text[i] >= '0' && text[i] <= '9' && digits < 18; i++) {
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
