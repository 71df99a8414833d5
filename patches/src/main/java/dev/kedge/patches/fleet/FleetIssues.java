package dev.kedge.patches.fleet;

import dev.kedge.model.Printable;
import dev.kedge.patches.PatchesException;
import dev.kedge.patches.diff.FilePatch;
import dev.kedge.patches.diff.Hunk;
import dev.kedge.patches.diff.Patch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The issues of a fleet by the function they blame, as the server's {@code GET /api/v1/issues}
 * answers them.
 */
public final class FleetIssues {
  private static final long MAX_BYTES = 64L << 20;
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{2,100}");

  private final Map<String, List<FleetIssue>> byFunction = new HashMap<>();

  private FleetIssues() {}

  /** Knows of none. */
  public static FleetIssues none() {
    return new FleetIssues();
  }

  /** Those of a list. */
  public static FleetIssues of(List<FleetIssue> issues) {
    FleetIssues fleet = new FleetIssues();
    issues.forEach(fleet::add);
    return fleet;
  }

  /**
   * Reads a saved answer of the server.
   *
   * @throws PatchesException when the file cannot be read or is no such answer
   */
  public static FleetIssues read(Path file) {
    String name = Printable.of(file.toString(), 300);
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw PatchesException.input(name + ": more than " + MAX_BYTES + " bytes of issues");
      }
      JsonNode issues = JsonMapper.shared().readTree(Files.readAllBytes(file)).path("issues");
      if (!issues.isArray()) {
        throw PatchesException.input(
            name + ": no array \"issues\"; save the answer of GET /api/v1/issues of a server");
      }
      FleetIssues fleet = new FleetIssues();
      for (JsonNode issue : issues) {
        fleet.add(
            new FleetIssue(
                issue.path("title").asString(""),
                issue.path("hosts").asLong(0),
                issue.path("occurrences").asLong(0)));
      }
      return fleet;
    } catch (IOException e) {
      throw PatchesException.input(name + ": " + e.getMessage());
    } catch (JacksonException e) {
      throw PatchesException.input(
          name + ": no JSON: " + Printable.of(e.getOriginalMessage(), 300));
    }
  }

  private void add(FleetIssue issue) {
    issue
        .function()
        .ifPresent(name -> byFunction.computeIfAbsent(name, n -> new ArrayList<>()).add(issue));
  }

  /** Says whether no issue blames a function. */
  public boolean isEmpty() {
    return byFunction.isEmpty();
  }

  /**
   * The issues whose blamed function a commit touches: a hunk lies in it, or an added or removed
   * line names it; or the message does. The widest spread first.
   */
  public List<FleetIssue> touchedBy(Patch patch, String message) {
    Set<FleetIssue> hit = new LinkedHashSet<>();
    if (!byFunction.isEmpty()) {
      collect(message, hit);
      for (FilePatch file : patch.files()) {
        for (Hunk hunk : file.hunks()) {
          collect(hunk.section(), hit);
          hunk.changedLines().forEach(line -> collect(line, hit));
        }
      }
    }
    return hit.stream()
        .sorted(
            Comparator.comparingLong(FleetIssue::hosts)
                .thenComparingLong(FleetIssue::occurrences)
                .reversed())
        .toList();
  }

  private void collect(String text, Set<FleetIssue> hit) {
    Matcher matcher = IDENTIFIER.matcher(text);
    while (matcher.find()) {
      hit.addAll(byFunction.getOrDefault(matcher.group(), List.of()));
    }
  }
}
