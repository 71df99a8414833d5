package dev.kedge.patches.check;

import dev.kedge.model.Printable;
import dev.kedge.patches.CommitId;
import dev.kedge.patches.PatchesException;
import java.io.IOException;
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
 * Findings that somebody takes responsibility for. One line each:
 *
 * <pre>{@code
 * waive sign-off 0123456789ab until 2027-03-31 owner net-team: imported before the rule
 * }</pre>
 *
 * @param entries the waivers
 */
public record Waivers(List<Entry> entries) {
  /** Nothing is waived. */
  public static final Waivers NONE = new Waivers(List.of());

  private static final int MAX_BYTES = 8 << 20;
  private static final Pattern LINE =
      Pattern.compile(
          "waive\\s+([a-z-]+)\\s+([0-9a-f]{7,64})\\s+until\\s+(\\S+)\\s+owner\\s+([^\\s:]+)\\s*:\\s*(\\S.*)");

  /** Copies the list. */
  public Waivers {
    entries = List.copyOf(entries);
  }

  /**
   * One waiver.
   *
   * @param rule what is waived
   * @param commit beginning of the commit's id
   * @param until last day on which it holds
   * @param owner who answers for it
   * @param reason why
   */
  public record Entry(Rule rule, String commit, LocalDate until, String owner, String reason) {}

  /**
   * Reads a file.
   *
   * @throws PatchesException with file and line when a line is no waiver
   */
  public static Waivers read(Path file) {
    String name = Printable.of(file.toString(), 300);
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw PatchesException.input(name + ": larger than 8 MB");
      }
      return parse(name, Files.readAllLines(file));
    } catch (IOException e) {
      throw PatchesException.environment(name + " cannot be read: " + e.getMessage(), e);
    }
  }

  static Waivers parse(String name, List<String> lines) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        entries.add(entry(name + ":" + (i + 1), line));
      }
    }
    return new Waivers(entries);
  }

  private static Entry entry(String place, String line) {
    Matcher matcher = LINE.matcher(line);
    Optional<Rule> rule = matcher.matches() ? Rule.of(matcher.group(1)) : Optional.empty();
    if (rule.isEmpty()) {
      throw PatchesException.input(
          place
              + ": expected 'waive RULE ID until YYYY-MM-DD owner NAME: REASON', found: "
              + Printable.of(line, 120));
    }
    try {
      return new Entry(
          rule.get(),
          matcher.group(2),
          LocalDate.parse(matcher.group(3)),
          matcher.group(4),
          matcher.group(5));
    } catch (DateTimeException e) {
      throw PatchesException.input(
          place + ": expected a day as YYYY-MM-DD, found: " + Printable.of(matcher.group(3), 60));
    }
  }

  /** The waiver of this rule for this commit that holds today, if any. */
  public Optional<Entry> holding(Rule rule, CommitId commit, LocalDate today) {
    return entries.stream()
        .filter(entry -> entry.rule == rule && commit.hex().startsWith(entry.commit))
        .filter(entry -> !today.isAfter(entry.until))
        .findFirst();
  }
}
