package dev.kedge.profile.compact;

import dev.kedge.profile.Namespaces;
import dev.kedge.profile.SampledTask;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The bytes of the rows of a block: one model for writing and reading. */
final class SumsCode {
  static final Comparator<Row> ORDER =
      Comparator.<Row>comparingInt(row -> row.task().pid())
          .thenComparingInt(row -> row.task().tid())
          .thenComparing(row -> row.task().command())
          .thenComparing(row -> row.task().thread())
          .thenComparing(row -> row.task().cgroup())
          .thenComparing(row -> row.task().namespaces().text())
          .thenComparingInt(Row::stack);

  /** All tasks are in the namespaces of the host: nothing is coded of them. */
  private static final int OF_HOST = 1;

  /** Those of each task are coded. */
  private static final int WITH_NAMESPACES = 2;

  private static final int MOST_PARTS = 1 << 10;
  private static final int MOST_ROWS = 1 << 20;
  private static final int TABLE = 1 << 16;
  private static final SampledTask NOBODY = new SampledTask(0, "", 0, "", "");

  private final Coder coder;
  private final Numbers header = new Numbers(4);
  private final Numbers pids = new Numbers(1);
  private final Numbers tids = new Numbers(2);
  private final Numbers lengths = new Numbers(2);
  private final Numbers counts = new Numbers(4);
  private final Words commands;
  private final Words threads;
  private final Words cgroups;
  private final Words namespaces;
  private boolean asksNamespaces;
  private final MixedBits stacks = new MixedBits(64, TABLE, TABLE, 1 << 12, TABLE);

  SumsCode(Coder coder) {
    this.coder = coder;
    Texts texts = new Texts(64);
    commands = new Words(texts, 0);
    threads = new Words(texts, 1);
    cgroups = new Words(texts, 2);
    namespaces = new Words(texts, 3);
  }

  /** A dictionary that numbers are of. */
  record Part(long id, int stacks) {}

  /**
   * A row.
   *
   * @param stack number in all dictionaries, one after the other, and behind them in the ids told
   */
  record Row(SampledTask task, int stack, long count) {}

  /** All that is coded; rows are in {@link #ORDER}, each task and stack once. */
  record Content(List<Part> parts, List<Long> told, List<Row> rows) {}

  Content code(Content given) {
    boolean someAway =
        given.rows().stream().anyMatch(row -> !row.task().namespaces().equals(Namespaces.HOST));
    int version = coder.plain(4, someAway ? WITH_NAMESPACES : OF_HOST);
    if (version != OF_HOST && version != WITH_NAMESPACES) {
      throw wrong(
          "version %d, this program knows %d and %d".formatted(version, OF_HOST, WITH_NAMESPACES));
    }
    asksNamespaces = version == WITH_NAMESPACES;
    List<Part> parts = new ArrayList<>();
    long numbers = 0;
    int partCount =
        bounded("dictionaries", header.code(coder, 0, given.parts().size()), MOST_PARTS);
    coder.entries(partCount);
    for (int i = 0; i < partCount; i++) {
      Part part = i < given.parts().size() ? given.parts().get(i) : new Part(0, 0);
      long id = plain(part.id());
      int size =
          bounded("stacks", header.code(coder, 1, part.stacks()), StackDictionary.MAX_STACKS);
      parts.add(new Part(id, size));
      numbers += size;
    }
    List<Long> told = new ArrayList<>();
    int toldCount = bounded("ids", header.code(coder, 2, given.told().size()), MOST_ROWS);
    coder.entries(toldCount);
    for (int i = 0; i < toldCount; i++) {
      told.add(plain(i < given.told().size() ? given.told().get(i) : 0));
    }
    int all = bounded("stacks", numbers + toldCount, Integer.MAX_VALUE - 1);
    int rowCount = bounded("rows", header.code(coder, 3, given.rows().size()), MOST_ROWS);
    coder.entries(rowCount);
    if (rowCount > 0 && all == 0) {
      throw wrong("%d rows without a stack".formatted(rowCount));
    }
    return new Content(parts, told, rows(given.rows(), rowCount, all));
  }

  private List<Row> rows(List<Row> given, int count, int all) {
    List<Row> rows = new ArrayList<>();
    int bits = 32 - Integer.numberOfLeadingZeros(Math.max(1, all - 1));
    SampledTask before = NOBODY;
    while (rows.size() < count) {
      int at = rows.size();
      SampledTask task = task(before, at < given.size() ? given.get(at).task() : NOBODY);
      long more = lengths.code(coder, task.pid() == before.pid() ? 1 : 0, same(given, at) - 1);
      int length = bounded("rows of a task", more + 1, count - at);
      int key = task.command().hashCode();
      int thread = key * 31 + task.thread().hashCode();
      int last = -1;
      for (int i = 0; i < length; i++) {
        boolean writing = at + i < given.size();
        last = stack(bits, last, key, thread, writing ? given.get(at + i).stack() : 0);
        if (last >= all) {
          throw wrong("stack %d of %d".formatted(last, all));
        }
        int context = length == 1 ? 0 : length < 8 ? 1 : length < 64 ? 2 : 3;
        long samples = counts.code(coder, context, writing ? given.get(at + i).count() - 1 : 0);
        rows.add(new Row(task, last, samples + 1));
      }
      before = task;
    }
    return rows;
  }

  private static int same(List<Row> rows, int from) {
    int to = from;
    while (to < rows.size() && rows.get(to).task().equals(rows.get(from).task())) {
      to++;
    }
    return Math.max(1, to - from);
  }

  private SampledTask task(SampledTask before, SampledTask given) {
    long pid = before.pid() + pids.signed(coder, 0, (long) given.pid() - before.pid());
    int isThread = pid == before.pid() ? 1 : 0;
    long near = isThread == 1 ? before.tid() : pid;
    long tid = near + tids.signed(coder, isThread, given.tid() - near);
    if (pid != (int) pid || tid != (int) tid) {
      throw wrong("process %d, thread %d".formatted(pid, tid));
    }
    String command =
        commands.code(coder, isThread == 1 ? "=" + before.command() : "", given.command());
    String thread =
        threads.code(coder, pid == tid ? command : "=" + before.thread(), given.thread());
    String cgroup = cgroups.code(coder, command, given.cgroup());
    Namespaces in = asksNamespaces ? namespaces(cgroup, given.namespaces()) : Namespaces.HOST;
    return new SampledTask((int) pid, command, (int) tid, thread, cgroup, in);
  }

  private Namespaces namespaces(String cgroup, Namespaces given) {
    String coded = namespaces.code(coder, cgroup, given.text());
    try {
      return new Namespaces(coded);
    } catch (IllegalArgumentException e) {
      throw wrong("namespaces of another form");
    }
  }

  /**
   * The number of a stack, bit by bit from the highest: near numbers are of one program. A task's
   * come in order, so that a bit tells whether the number is still that of the stack before.
   */
  private int stack(int bits, int before, int command, int thread, int given) {
    int coded = 1;
    for (int shift = bits - 1; shift >= 0; shift--) {
      boolean follows = before >= 0 && ((1 << bits) | before) >>> (shift + 1) == coded;
      int state = before < 0 ? 3 : follows ? before >>> shift & 1 : 2;
      stacks.context(0, TaskModel.hash(command, coded));
      stacks.context(1, TaskModel.hash(thread, ~coded));
      stacks.context(2, shift << 2 | state);
      stacks.context(3, TaskModel.hash(before, coded));
      coded =
          coded << 1 | stacks.code(coder, Math.min(shift, 15) << 2 | state, given >>> shift & 1);
    }
    return coded - (1 << bits);
  }

  private long plain(long value) {
    long coded = 0;
    for (int shift = 48; shift >= 0; shift -= 16) {
      coded = coded << 16 | coder.plain(16, (int) (value >>> shift) & 0xffff);
    }
    return coded;
  }

  private static int bounded(String what, long value, int most) {
    if (value < 0 || value > most) {
      throw wrong("%d %s, at most %d are allowed".formatted(value, what, most));
    }
    return (int) value;
  }

  private static CompactException wrong(String reason) {
    return new CompactException("sums", reason);
  }
}
