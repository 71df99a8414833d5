package dev.kedge.patches.missing;

import dev.kedge.model.Printable;
import dev.kedge.patches.PatchesException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fixes that somebody decided not to take, each with an owner, a reason and a day on which the
 * decision ends. One line each:
 *
 * <pre>{@code
 * # comment
 * ignore 0123456789ab until 2027-03-31 owner net-team: the driver is not built here
 * }</pre>
 *
 * @param entries the decisions
 */
public record IgnoreList(List<Entry> entries) {
  private static final int MAX_BYTES = 8 << 20;
  private static final Pattern LINE =
      Pattern.compile(
          "ignore\\s+([0-9a-f]{7,64})\\s+until\\s+(\\S+)\\s+owner\\s+([^\\s:]+)\\s*:\\s*(\\S.*)");

  /** Nothing is ignored. */
  public static final IgnoreList EMPTY = new IgnoreList(List.of());

  /** Copies the list. */
  public IgnoreList {
    entries = List.copyOf(entries);
  }

  /**
   * One decision.
   *
   * @param hex the fix, whole or abbreviated, by its own id or an upstream id it carries
   * @param until last day on which it holds
   * @param owner who decided
   * @param reason why
   */
  public record Entry(String hex, LocalDate until, String owner, String reason) {
    private boolean names(String id) {
      return id.startsWith(hex) || (id.length() < hex.length() && hex.startsWith(id));
    }
  }

  /**
   * Reads a file.
   *
   * @throws PatchesException with file and line when a line is no decision
   */
  public static IgnoreList read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw PatchesException.input(Printable.of(file.toString(), 300) + ": larger than 8 MB");
      }
      return parse(Printable.of(file.toString(), 300), Files.readAllLines(file));
    } catch (CharacterCodingException e) {
      throw PatchesException.input(Printable.of(file.toString(), 300) + ": no UTF-8 text");
    } catch (IOException e) {
      throw PatchesException.environment(
          Printable.of(file.toString(), 300) + " cannot be read: " + e.getMessage(), e);
    }
  }

  static IgnoreList parse(String name, List<String> lines) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw PatchesException.input(
            "%s:%d: expected 'ignore ID until YYYY-MM-DD owner NAME: REASON', found: %s"
                .formatted(name, i + 1, Printable.of(line, 120)));
      }
      entries.add(
          new Entry(
              matcher.group(1),
              day(name, i + 1, matcher.group(2)),
              matcher.group(3),
              matcher.group(4)));
    }
    return new IgnoreList(entries);
  }

  private static LocalDate day(String name, int line, String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw PatchesException.input(
          "%s:%d: expected a day as YYYY-MM-DD, found: %s"
              .formatted(name, line, Printable.of(text, 60)));
    }
  }

  /** The decision not to take this fix that holds today, if any. */
  public Optional<Entry> holding(MissingFix fix, LocalDate today) {
    return entries.stream()
        .filter(entry -> !today.isAfter(entry.until()))
        .filter(
            entry -> entry.names(fix.fix().hex()) || fix.upstream().stream().anyMatch(entry::names))
        .findFirst();
  }

  /** Decisions that no longer hold. */
  public List<Entry> expired(LocalDate today) {
    return entries.stream().filter(entry -> today.isAfter(entry.until())).toList();
  }
}
