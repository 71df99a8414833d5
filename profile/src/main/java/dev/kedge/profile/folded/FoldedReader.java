package dev.kedge.profile.folded;

import dev.kedge.model.Printable;
import dev.kedge.model.TimeRange;
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
  private static final int LINE_LENGTH = 1_000_000;
  private static final int FRAMES = 8_000_000;
  private static final long TEXT_LENGTH = 256L << 20;

  private final Reader in;
  private final char[] buffer = new char[1 << 14];
  private int next;
  private int end;
  private long lineNumber;
  private long frameCount;
  private long total;
  private long length;
  private final Map<String, NamedFrame> frames = new HashMap<>();
  private final List<WeightedStack> stacks = new ArrayList<>();

  FoldedReader(Reader in) {
    this.in = in;
  }

  Profile read() throws IOException {
    StringBuilder line = new StringBuilder();
    while (readLine(line)) {
      if (++lineNumber > LINES) {
        throw error("more than %d lines".formatted(LINES));
      }
      // flamegraph.pl takes lines that begin with # as comments.
      if (line.length() > 0 && line.charAt(0) != '#') {
        stack(line.toString());
      }
      line.setLength(0);
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

  /** Reads up to the next line feed; false at the end of the text. */
  private boolean readLine(StringBuilder line) throws IOException {
    boolean any = false;
    while (true) {
      if (next == end) {
        end = in.read(buffer, 0, buffer.length);
        next = 0;
        length += Math.max(0, end);
        if (length > TEXT_LENGTH) {
          throw error("the text is longer than %d characters".formatted(TEXT_LENGTH));
        }
        if (end <= 0) {
          end = 0;
          return any;
        }
      }
      any = true;
      char c = buffer[next++];
      if (c == '\n') {
        return true;
      }
      if (line.length() == LINE_LENGTH) {
        lineNumber++;
        throw error("longer than %d characters".formatted(LINE_LENGTH));
      }
      line.append(c);
    }
  }

  private ProfileFormatException error(String message) {
    return new ProfileFormatException("line", lineNumber, message);
  }
}
