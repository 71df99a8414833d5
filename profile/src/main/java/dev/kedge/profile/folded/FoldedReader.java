package dev.kedge.profile.folded;

import dev.kedge.model.Printable;
import dev.kedge.model.TimeRange;
import dev.kedge.profile.BoundedLines;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.Profile;
import dev.kedge.profile.ProfileFormatException;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.WeightedStack;
import java.io.IOException;
import java.io.Reader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads folded text line by line, within bounds. Used once. */
final class FoldedReader {
  private static final int LINES = 1_000_000;
  private static final int FRAMES = 8_000_000;
  private static final long TEXT_LENGTH = 256L << 20;

  private final BoundedLines lines;
  private long frameCount;
  private long total;
  private final Map<String, NamedFrame> frames = new HashMap<>();
  private final List<WeightedStack> stacks = new ArrayList<>();

  FoldedReader(Reader in) {
    lines = new BoundedLines(in, LINES, TEXT_LENGTH);
  }

  Profile read() throws IOException {
    while (lines.next()) {
      String line = lines.text();
      // flamegraph.pl takes lines that begin with # as comments.
      if (!line.isEmpty() && line.charAt(0) != '#') {
        stack(line);
      }
    }
    return new Profile(
        new TimeRange(Instant.EPOCH, Instant.EPOCH), SampleKind.CPU, Duration.ZERO, stacks, 0);
  }

  private void stack(String line) {
    String text = line.stripTrailing();
    int space = text.lastIndexOf(' ');
    long count = space < 0 ? -1 : count(text, space + 1);
    if (count < 0) {
      throw error(
          "expected \"command;frames count\", found \"%s\"".formatted(Printable.of(line, 80)));
    }
    total += count;
    if (total < 0) {
      throw error("the sum of all samples passes 2^63");
    }
    if (count > 0) {
      String command = part(text, 0, space);
      stacks.add(new WeightedStack(command, -1, frames(text, command.length(), space), count));
    }
  }

  /** Frames behind the command, leaf first. */
  private List<NamedFrame> frames(String text, int from, int to) {
    List<NamedFrame> stack = new ArrayList<>();
    for (int start = from + 1; start <= to; ) {
      if (++frameCount > FRAMES) {
        throw error("more than %d frames in all stacks".formatted(FRAMES));
      }
      String name = part(text, start, to);
      stack.add(frames.computeIfAbsent(name, FoldedNames::read));
      start += name.length() + 1;
    }
    return stack.reversed();
  }

  private static String part(String text, int start, int end) {
    int semicolon = text.indexOf(';', start);
    return text.substring(start, semicolon < 0 || semicolon > end ? end : semicolon);
  }

  private static long count(String text, int start) {
    for (int i = start; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return -1;
      }
    }
    try {
      return Long.parseLong(text, start, text.length(), 10);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private ProfileFormatException error(String message) {
    return lines.error(message);
  }
}
