package dev.kedge.profile.compact;

import dev.kedge.profile.StackIds;
import dev.kedge.profile.compact.StackDictionary.Name;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The bytes of a dictionary: one model for writing and reading. A stack is what it does not share
 * with the one before; a frame of it is predicted by the frames that called it.
 */
final class StackDictionaryCode {
  private static final int VERSION = 1;
  private static final int MOST_FRAMES_OF_ALL = 1 << 27;
  private static final int DEEPEST = 1 << 16;
  private static final Name NONE = new Name(0, Optional.empty());

  private final Coder coder;
  private final int frameBits;
  private final MixedBits frames;
  private final MixedBits returns;
  private final MixedBits ends;
  private final Bits toldIds = new Bits(1);

  private StackDictionaryCode(Coder coder, int frameCount, int stackCount) {
    this.coder = coder;
    frameBits = 32 - Integer.numberOfLeadingZeros(Math.max(1, frameCount - 1));
    int size = 1 << Math.clamp(32 - Integer.numberOfLeadingZeros(stackCount) + 5, 12, 21);
    frames = new MixedBits(4 * (frameBits + 1), size, size, size, size);
    returns = new MixedBits(1, size, 1 << 12, size);
    ends = new MixedBits(1, size, size, 1 << 10);
  }

  static StackDictionary code(Coder coder, StackDictionary given) {
    Numbers header = new Numbers(2);
    int version = coder.plain(4, VERSION);
    if (version != VERSION) {
      throw wrong("version %d, this program knows %d".formatted(version, VERSION));
    }
    int frameCount =
        bounded("frames", header.code(coder, 0, given.names().size()), StackDictionary.MAX_FRAMES);
    int stackCount =
        bounded("stacks", header.code(coder, 1, given.size()), StackDictionary.MAX_STACKS);
    coder.entries((long) frameCount + stackCount);
    FrameCode frameCode = new FrameCode(coder, frameCount);
    List<Name> names = new ArrayList<>();
    for (int i = 0; i < frameCount; i++) {
      names.add(frameCode.code(i < given.names().size() ? given.names().get(i) : NONE));
    }
    StackDictionaryCode code = new StackDictionaryCode(coder, frameCount, stackCount);
    return code.stacks(names, stackCount, given);
  }

  private StackDictionary stacks(List<Name> names, int count, StackDictionary given) {
    long[] ids = new long[count];
    int[][] paths = new int[count][];
    int[] before = {};
    long all = 0;
    for (int i = 0; i < count; i++) {
      boolean writing = i < given.size();
      int[] path = path(before, names.size(), writing ? given.path(i) : new int[0], writing);
      all += path.length;
      if (all > MOST_FRAMES_OF_ALL) {
        throw wrong("more than %d frames in all stacks".formatted(MOST_FRAMES_OF_ALL));
      }
      paths[i] = path;
      long[] leafFirst = new long[path.length];
      for (int at = 0; at < path.length; at++) {
        leafFirst[path.length - 1 - at] = names.get(path[at]).id();
      }
      long id = StackIds.stack(leafFirst);
      boolean told = toldIds.code(coder, 0, writing && given.id(i) != id ? 1 : 0) == 1;
      ids[i] = told ? plain(writing ? given.id(i) : 0) : id;
      before = path;
    }
    return new StackDictionary(names, ids, paths);
  }

  private int[] path(int[] before, int frameCount, int[] given, boolean writing) {
    int differs = Arrays.mismatch(before, given);
    int kept = writing ? (differs < 0 ? before.length : differs) : -1;
    int length = before.length;
    while (length > 0) {
      int frame = before[length - 1];
      returns.context(0, frame * 2 + (length == before.length ? 1 : 0));
      returns.context(1, Math.min(length, 255) << 4 | Math.min(before.length - length, 15));
      returns.context(2, TaskModel.hash(frame, length > 1 ? before[length - 2] : -1));
      if (returns.code(coder, 0, length > kept ? 1 : 0) == 0) {
        break;
      }
      length--;
    }
    int[] path = Arrays.copyOf(before, Math.max(32, length + 8));
    int shared = length;
    while (frameCount > 0 && !ends(path, shared, length, writing && length == given.length)) {
      if (length == DEEPEST) {
        throw wrong("a stack of more than %d frames".formatted(DEEPEST));
      }
      if (length == path.length) {
        path = Arrays.copyOf(path, 2 * length);
      }
      int sibling = length == shared && length < before.length ? before[length] : -1;
      path[length] = frame(path, length, sibling, frameCount, writing ? given[length] : 0);
      length++;
    }
    return Arrays.copyOf(path, length);
  }

  private boolean ends(int[] path, int shared, int length, boolean given) {
    int frame = at(path, length - 1);
    ends.context(0, frame + 1);
    ends.context(1, TaskModel.hash(frame, at(path, length - 2)));
    ends.context(2, Math.min(length - shared, 3) << 8 | Math.min(length, 255));
    return ends.code(coder, 0, given ? 1 : 0) == 1;
  }

  /** The number of a frame, bit by bit from the highest: near numbers are of one file. */
  private int frame(int[] path, int length, int sibling, int frameCount, int given) {
    int one = at(path, length - 1);
    int two = TaskModel.hash(one, at(path, length - 2));
    int three = TaskModel.hash(two, at(path, length - 3));
    int coded = 1;
    for (int shift = frameBits - 1; shift >= 0; shift--) {
      frames.context(0, coded);
      frames.context(1, TaskModel.hash(one, coded));
      frames.context(2, TaskModel.hash(two, ~coded));
      frames.context(3, TaskModel.hash(three + sibling * 0x3504F333, coded * 3 + 1));
      int known = frames.isKnown(3) ? 3 : frames.isKnown(2) ? 2 : frames.isKnown(1) ? 1 : 0;
      coded = coded << 1 | frames.code(coder, 4 * shift + known, given >>> shift & 1);
    }
    return Math.min(coded - (1 << frameBits), frameCount - 1);
  }

  private static int at(int[] path, int place) {
    return place < 0 ? -1 : path[place];
  }

  private long plain(long value) {
    long coded = 0;
    for (int shift = 48; shift >= 0; shift -= 16) {
      coded = coded << 16 | coder.plain(16, (int) (value >>> shift) & 0xffff);
    }
    return coded;
  }

  private static int bounded(String what, long value, int most) {
    if (value > most) {
      throw wrong("%d %s, at most %d are allowed".formatted(value, what, most));
    }
    return (int) value;
  }

  private static CompactException wrong(String reason) {
    return new CompactException("dictionary", reason);
  }
}
