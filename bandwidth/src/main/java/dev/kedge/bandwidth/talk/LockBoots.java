package dev.kedge.bandwidth.talk;

import dev.kedge.bandwidth.BandwidthException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs of the lock experiments on kernels that were booted again and again, to see how far one
 * kernel is from itself.
 *
 * <p>The file has a line per run: lock, release, boot, run in that boot, operations of the victim
 * (an unfinished one included), the longest in ms, whether that was unfinished. Immutable.
 */
final class LockBoots {
  private static final String FILE = "lock-boots.csv";
  private static final int COLUMNS = 7;

  private final Map<String, RunSpan> spans = new HashMap<>();

  /** Reads the runs that come with Kedge. */
  static LockBoots ours() {
    try (InputStream file = LockBoots.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException("missing resource " + FILE);
      }
      return new LockBoots(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads the text of such a file.
   *
   * @throws BandwidthException where a line is not of the form, with its number
   */
  LockBoots(String text) {
    List<String> lines = text.lines().toList();
    for (int i = 1; i < lines.size(); i++) {
      String[] cells = lines.get(i).split(",", -1);
      if (cells.length != COLUMNS) {
        throw new BandwidthException(
            "%s:%d: %d columns, expected %d".formatted(FILE, i + 1, cells.length, COLUMNS));
      }
      try {
        RunSpan run = RunSpan.of(Long.parseLong(cells[4]), Double.parseDouble(cells[5]));
        spans.merge(key(cells[0], cells[1]), run, (a, b) -> RunSpan.of(List.of(a, b)));
      } catch (NumberFormatException e) {
        throw new BandwidthException(
            "%s:%d: operations and the longest must be numbers".formatted(FILE, i + 1), e);
      }
    }
  }

  /** What the runs of a lock on a release span, if there are any. */
  Optional<RunSpan> span(String lock, String release) {
    return Optional.ofNullable(spans.get(key(lock, release)));
  }

  private static String key(String lock, String release) {
    return lock.replace(",", "") + " " + release;
  }
}
