package dev.kedge.patches.provenance;

import dev.kedge.patches.git.CommitRecord;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A message of which {@link ProvenanceParser} needs to see little: printable ASCII, the subject on
 * one line, and none of the words by which an origin is declared or a revert told. Those words are
 * looked for by a letter that is rare or stands next to rare ones.
 *
 * @param subject the subject
 * @param fixes the message from the first line on that may be a Fixes tag; empty when none may
 */
public record PlainMessage(String subject, String fixes) {
  /** Longer ones go the whole way, with its limits. */
  private static final int MAX_BYTES = 1 << 14;

  private static final byte ORDINARY = 0;
  private static final byte FOREIGN = 1;
  private static final byte NEWLINE = 2;
  private static final byte HINT = 3;
  private static final byte[] KINDS = kinds();

  private static byte[] kinds() {
    byte[] kinds = new byte[256];
    for (int i = 0; i < kinds.length; i++) {
      kinds[i] = (i < ' ' && i != '\t') || i >= 0x7f ? FOREIGN : ORDINARY;
    }
    kinds['\n'] = NEWLINE;
    for (char c : "[:MmPpLlVv".toCharArray()) {
      kinds[c] = HINT;
    }
    return kinds;
  }

  /** Looks at the message of a record that begins here; empty when the parser has to see it all. */
  public static Optional<PlainMessage> scan(CommitRecord record, int from) {
    byte[] bytes = record.bytes();
    int subject = from + CommitRecord.INDENT;
    int subjectEnd = record.lineEnd(from);
    if (record.end() - from > MAX_BYTES
        || subject >= subjectEnd
        || bytes[subject] <= ' '
        || record.lineEnd(subjectEnd + 1) > subjectEnd + 1 + CommitRecord.INDENT) {
      return Optional.empty();
    }
    Scan scan = new Scan(bytes, subject, record.end());
    if (!scan.isPlain()) {
      return Optional.empty();
    }
    return Optional.of(
        new PlainMessage(
            new String(bytes, subject, subjectEnd - subject, StandardCharsets.ISO_8859_1)
                .stripTrailing(),
            scan.fixes < 0 ? "" : record.message(scan.fixes).stripTrailing()));
  }

  /** One pass. */
  private static final class Scan {
    private final byte[] bytes;
    private final int from;
    private final int end;
    private int fixes = -1;

    /** Where the text of the line begins that is being looked at. */
    private int line;

    Scan(byte[] bytes, int from, int end) {
      this.bytes = bytes;
      this.from = from;
      this.line = from;
      this.end = end;
    }

    boolean isPlain() {
      for (int i = from; i < end; i++) {
        byte kind = KINDS[bytes[i] & 0xff];
        if (kind == ORDINARY) {
          continue;
        }
        if (kind == FOREIGN || (kind == HINT && tells(i))) {
          return false;
        }
        if (kind == NEWLINE) {
          i = lineStart(i + 1) - 1;
        }
      }
      return true;
    }

    /** Skips the indent of a line, and notes the first that may be a Fixes tag. */
    private int lineStart(int start) {
      int at = start;
      while (at < end && at < start + CommitRecord.INDENT && bytes[at] != '\n') {
        at++;
      }
      if (fixes < 0 && mayFix(at)) {
        fixes = start;
      }
      line = at;
      return at;
    }

    /** {@link FixesTags#mayBe} of the line that begins here. */
    private boolean mayFix(int start) {
      int at = start;
      while (at < end && at < start + 8 && isLead(bytes[at])) {
        at++;
      }
      return (at(at) | 0x20) == 'f' && (at(at + 1) | 0x20) == 'i' && (at(at + 2) | 0x20) == 'x';
    }

    private static boolean isLead(byte c) {
      return c == ' ' || c == '\t' || c == '>' || c == '-' || c == '*';
    }

    /**
     * Says whether one of the words is around this letter, in any case as the parser takes them; a
     * little too often for brevity.
     */
    private boolean tells(int i) {
      return switch (bytes[i]) {
        case ':' -> at(i + 1) == '/' && at(i + 2) == '/' && !isOtherTrailer();
        case 'M', 'm' ->
            low(i - 1) == 'o'
                && (low(i + 1) == 'm' ? low(i + 2) == 'i' && !isOtherTrailer() : pastFrom(i));
        case 'P', 'p' ->
            (low(i + 1) == 's' && low(i + 2) == 't') // upstream
                || (low(i - 1) == 'k' && low(i + 1) == 'o') // backport
                || (low(i - 1) == 'a'
                    && low(i + 1) == 'p'
                    && low(i + 2) == 'l'
                    && isReapply(i - 2));
        case 'L', 'l' ->
            (low(i - 1) == 'n' && low(i - 3) == 'a') // mainline
                || (low(i - 1) == 'f' && low(i + 1) == 'i') // conflict
                || (low(i - 1) == 'c' && low(i - 2) == 'n' && low(i + 1) == 'u'); // inclusion
        case 'V', 'v' -> low(i - 1) == 'e' && low(i + 1) == 'e' && low(i + 2) == 'r';
        default -> true;
      };
    }

    private boolean isReapply(int i) {
      return low(i) == 'e' || at(i) == '-';
    }

    /**
     * Says whether the line is a trailer that names no origin, like the sign-off of a committer or
     * a link: those that do have an M in their key, and prose has a blank before its first colon.
     */
    private boolean isOtherTrailer() {
      int key = line;
      while (at(key) == '-' || isLetterButM(at(key))) {
        key++;
      }
      return key > line && at(key) == ':';
    }

    private static boolean isLetterButM(int c) {
      int lower = c | 0x20;
      return lower >= 'a' && lower <= 'z' && lower != 'm';
    }

    /** {@code picked from}, {@code taken from}; the word alone stands in every third message. */
    private boolean pastFrom(int i) {
      if (low(i - 2) != 'r' || low(i - 3) != 'f') {
        return false;
      }
      int before = i - 4;
      while (at(before) == ' ' || at(before) == '\t' || at(before) == '\n') {
        before--;
      }
      return before < i - 4 && (low(before) == 'd' || low(before) == 'n') && low(before - 1) == 'e';
    }

    /** A letter as a small one; other bytes may become others. */
    private int low(int i) {
      return at(i) | 0x20;
    }

    private int at(int i) {
      return i >= from && i < end ? bytes[i] : 0;
    }
  }
}
