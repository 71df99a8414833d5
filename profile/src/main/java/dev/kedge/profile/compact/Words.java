package dev.kedge.profile.compact;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Adaptive code of words that come again: the one that came last beside the same others, or one of
 * those that came before, the latest first, or a new one.
 */
final class Words {
  /** Different words at most. */
  private static final int MOST = 1 << 20;

  private final Bits asLast = new Bits(2);
  private final Numbers ranks = new Numbers(1);
  private final Texts texts;
  private final int kind;
  private final List<String> recent = new ArrayList<>();
  private final Map<String, String> last = new HashMap<>();
  private int hit;

  /** Words of a kind, spelled by {@code texts}. */
  Words(Texts texts, int kind) {
    this.texts = texts;
    this.kind = kind;
  }

  /**
   * Codes a word.
   *
   * @param beside what it stands beside
   */
  String code(Coder coder, String beside, String word) {
    String expected = last.get(beside);
    if (expected != null) {
      hit = asLast.code(coder, hit, expected.equals(word) ? 1 : 0);
      if (hit == 1) {
        return expected;
      }
    }
    int known = recent.indexOf(word);
    long rank = ranks.code(coder, 0, known + 1);
    if (rank > recent.size()) {
      throw new CompactException("sums", "word %d of %d".formatted(rank, recent.size()));
    }
    String coded = rank == 0 ? texts.code(coder, kind, word) : recent.remove((int) rank - 1);
    if (recent.size() == MOST) {
      throw new CompactException("sums", "more than %d words".formatted(MOST));
    }
    recent.addFirst(coded);
    last.put(beside, coded);
    return coded;
  }
}
