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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /** A stack function of so few issues tells something however few issues there are. */
  private static final int COMMON = 3;

  private final Map<String, List<FleetIssue>> byFunction = new HashMap<>();
  private final Map<String, List<FleetIssue>> byStack = new HashMap<>();
  private final Map<String, List<FleetIssue>> byFile = new HashMap<>();
  private final int count;

  private FleetIssues(int count) {
    this.count = count;
  }

  /** Knows of none. */
  public static FleetIssues none() {
    return new FleetIssues(0);
  }

  /** Those of a list. */
  public static FleetIssues of(List<FleetIssue> issues) {
    FleetIssues fleet = new FleetIssues(issues.size());
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
      List<FleetIssue> read = new ArrayList<>();
      issues.forEach(issue -> read.add(issue(issue)));
      return of(read);
    } catch (IOException e) {
      throw PatchesException.input(name + ": " + e.getMessage());
    } catch (JacksonException e) {
      throw PatchesException.input(
          name + ": no JSON: " + Printable.of(e.getOriginalMessage(), 300));
    }
  }

  /**
   * Reads one issue as the server lists it; what its page and its newest occurrence add ({@code
   * alternativeTitles}, {@code frame}, {@code text}) may stand beside.
   */
  public static FleetIssue issue(JsonNode issue) {
    List<String> alternatives = new ArrayList<>();
    issue.path("alternativeTitles").forEach(title -> alternatives.add(title.asString("")));
    return FleetIssue.of(
        issue.path("title").asString(""),
        issue.path("hosts").asLong(0),
        issue.path("occurrences").asLong(0),
        alternatives,
        issue.path("frame").asString(""),
        issue.path("text").asString(""));
  }

  private void add(FleetIssue issue) {
    issue.blamed().forEach(name -> put(byFunction, name, issue));
    issue.stack().forEach(name -> put(byStack, name, issue));
    issue.files().forEach(name -> put(byFile, name, issue));
  }

  private static void put(Map<String, List<FleetIssue>> table, String name, FleetIssue issue) {
    table.computeIfAbsent(name, n -> new ArrayList<>()).add(issue);
  }

  /** Says whether nothing is known that a commit could touch. */
  public boolean isEmpty() {
    return byFunction.isEmpty() && byStack.isEmpty() && byFile.isEmpty();
  }

  /**
   * The issues whose blamed function a commit touches: a hunk lies in it, or an added or removed
   * line names it; or the message does. The widest spread first.
   */
  public List<FleetIssue> touchedBy(Patch patch, String message) {
    return hits(patch, message).stream()
        .filter(hit -> hit.how() == FleetHit.How.BLAMED)
        .map(FleetHit::issue)
        .toList();
  }

  /**
   * All issues a commit may have to do with, each once and by what says most: their blamed function
   * as {@link #touchedBy} has it, the file of their place, a function of their stack around one of
   * its hunks. What says most and spreads widest comes first.
   */
  public List<FleetHit> hits(Patch patch, String message) {
    Map<FleetIssue, FleetHit> hits = new LinkedHashMap<>();
    if (isEmpty()) {
      return List.of();
    }
    collect(byFunction, FleetHit.How.BLAMED, message, hits);
    for (FilePatch file : patch.files()) {
      for (Hunk hunk : file.hunks()) {
        collect(byFunction, FleetHit.How.BLAMED, hunk.section(), hits);
        hunk.changedLines().forEach(line -> collect(byFunction, FleetHit.How.BLAMED, line, hits));
      }
    }
    for (FilePatch file : patch.files()) {
      meet(byFile.getOrDefault(file.path(), List.of()), FleetHit.How.FILE, file.path(), hits);
    }
    for (FilePatch file : patch.files()) {
      file.hunks().forEach(hunk -> collect(byStack, FleetHit.How.STACK, hunk.section(), hits));
    }
    return hits.values().stream().sorted(FleetHit.MOST_FIRST).toList();
  }

  private void collect(
      Map<String, List<FleetIssue>> table,
      FleetHit.How how,
      String text,
      Map<FleetIssue, FleetHit> hits) {
    Matcher matcher = IDENTIFIER.matcher(text);
    while (matcher.find()) {
      List<FleetIssue> issues = table.getOrDefault(matcher.group(), List.of());
      if (how != FleetHit.How.STACK || telling(issues.size())) {
        meet(issues, how, matcher.group(), hits);
      }
    }
  }

  /** A function on the stacks of many issues (entry code, schedulers) tells nothing of any. */
  private boolean telling(int issues) {
    return issues <= Math.max(COMMON, count / 10);
  }

  private static void meet(
      List<FleetIssue> issues, FleetHit.How how, String name, Map<FleetIssue, FleetHit> hits) {
    issues.forEach(issue -> hits.putIfAbsent(issue, new FleetHit(issue, how, name)));
  }
}
