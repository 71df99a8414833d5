package dev.kedge.report.hang;

import dev.kedge.report.line.Ascii;
import dev.kedge.report.trace.FrameReader;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The lines of lockdep's lists of locks (kernel/locking/lockdep.c, lockdep_print_held_locks). */
sealed interface LockListLine {
  /** {@code 2 locks held by getty/5951:} */
  record Head(TaskRef task, int count) implements LockListLine {}

  /** {@code #1: ffff88 (&mm->mmap_lock){++++}-{4:4}, at: do_user_addr_fault+0x1a/0x800} */
  record Entry(HeldLock lock) implements LockListLine {}

  /** Reads a line; empty when it is none of a list of locks. */
  static Optional<LockListLine> read(String text) {
    int hash = 0;
    while (hash < text.length() && text.charAt(hash) == ' ') {
      hash++;
    }
    return text.startsWith("#", hash) ? entry(text, hash + 1) : head(text);
  }

  private static Optional<LockListLine> head(String text) {
    int by = text.indexOf(" held by ");
    boolean counted = by > 0 && by < 32 && text.substring(0, by).contains("lock");
    if (!counted) {
      return Optional.empty();
    }
    OptionalInt count = text.startsWith("no locks") ? OptionalInt.of(0) : TaskLine.number(text, 0);
    int slash = text.lastIndexOf('/');
    OptionalInt pid = slash < by ? OptionalInt.empty() : TaskLine.number(text, slash + 1);
    if (count.isEmpty() || pid.isEmpty()) {
      return Optional.empty();
    }
    String comm = text.substring(by + " held by ".length(), slash);
    return Optional.of(new Head(new TaskRef(comm, pid.getAsInt()), count.getAsInt()));
  }

  private static Optional<LockListLine> entry(String text, int numberAt) {
    OptionalInt index = TaskLine.number(text, numberAt);
    int at = text.lastIndexOf("at: ");
    int colon = text.indexOf(':', numberAt);
    int open = colon < 0 ? -1 : text.indexOf('(', colon);
    int close = at < 0 ? -1 : text.lastIndexOf("){", at);
    if (index.isEmpty() || open < 0 || close <= open) {
      return Optional.empty();
    }
    String address = text.substring(colon + 1, open).strip();
    boolean hex = !address.isEmpty() && address.chars().allMatch(c -> Ascii.isHexDigit((char) c));
    var frames = FrameReader.trace(0, text.substring(at + "at: ".length()));
    String function = frames.isEmpty() ? "" : frames.getFirst().name();
    return Optional.of(
        new Entry(
            new HeldLock(
                index.getAsInt(), hex ? address : "", text.substring(open + 1, close), function)));
  }

  /** Puts an entry into a list; symbolized logs repeat an entry, the last one is the kernel's. */
  static void put(List<HeldLock> locks, HeldLock lock) {
    locks.removeIf(known -> known.index() == lock.index());
    locks.add(lock);
  }
}
