package dev.kedge.profile;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * An immutable list of frame ids in one {@code long[]}: an agent holds hundreds of thousands of
 * them, and a boxed id costs four times as much.
 */
final class FrameIdList extends AbstractList<Long> implements RandomAccess {
  private final long[] ids;

  private FrameIdList(long[] ids) {
    this.ids = ids;
  }

  static FrameIdList copyOf(long[] ids) {
    return new FrameIdList(ids.clone());
  }

  static FrameIdList copyOf(List<Long> ids) {
    return ids instanceof FrameIdList list
        ? list
        : new FrameIdList(ids.stream().mapToLong(Long::longValue).toArray());
  }

  long at(int index) {
    return ids[index];
  }

  @Override
  public Long get(int index) {
    return ids[index];
  }

  @Override
  public int size() {
    return ids.length;
  }
}
