package dev.kedge.patches.history;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kedge.patches.CommitId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The log of a real downstream tree, where it lies beside the source tree, and a repository of its
 * shape: the same messages, authors, dates and touched files over made-up contents.
 */
public final class DownstreamLog {
  private static final int LINES_PER_FILE = 60;
  private static final Pattern HEX = Pattern.compile("(?<![0-9a-z])[0-9a-f]{7,40}(?![0-9a-z])");

  private DownstreamLog() {}

  /**
   * One commit of the log.
   *
   * @param sha its id in the original tree
   * @param parents ids in the original tree
   * @param author pseudonym
   * @param seconds commit time
   * @param subject first line
   * @param body the rest
   * @param files touched paths; the value says whether the path is deleted
   */
  public record Line(
      String sha,
      List<String> parents,
      String author,
      long seconds,
      String subject,
      String body,
      Map<String, Boolean> files) {}

  /** A log built as a repository: the ids in it, oldest first, beside the lines. */
  public record Built(Path directory, List<Line> lines, List<CommitId> ids) {}

  /** The log's lines, oldest first; the test is skipped where it is not there. */
  public static List<Line> lines() {
    Path root = Path.of(System.getProperty("kedge.root", ".."));
    Path file =
        root.resolve("../shared/groundtruth/patches/downstream-log.jsonl.gz")
            .toAbsolutePath()
            .normalize();
    assumeTrue(
        Files.isRegularFile(file),
        "the downstream log is not there, nothing is measured on it: " + file);
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      return reader.lines().map(DownstreamLog::line).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Line line(String json) {
    JsonNode node = JsonMapper.shared().readTree(json);
    List<String> parents = new ArrayList<>();
    node.get("parents").forEach(parent -> parents.add(parent.asString()));
    Map<String, Boolean> files = new LinkedHashMap<>();
    node.get("files").forEach(f -> files.put(f.get(1).asString(), f.get(0).asString().equals("D")));
    return new Line(
        node.get("sha").asString(),
        parents,
        node.get("author").asString(),
        node.get("commit_time").asLong(),
        node.get("subject").asString(),
        node.get("body").asString(),
        files);
  }

  /** Builds the repository; ids of the original tree in messages become ids of the new one. */
  public static Built build(List<Line> lines, Path directory) {
    List<CommitId> ids = new ArrayList<>();
    TreeMap<String, CommitId> renamed = new TreeMap<>();
    Map<String, String[]> contents = new LinkedHashMap<>();
    try (RepositoryWriter writer = new RepositoryWriter(directory)) {
      int number = 0;
      for (Line line : lines) {
        String message = translated(line.subject() + "\n\n" + line.body() + "\n", renamed);
        CommitId id =
            writer.write(
                new RepositoryWriter.Entry(
                    "main",
                    line.parents().stream().map(renamed::get).toList(),
                    line.author() + " <" + line.author() + "@example.org>",
                    line.seconds(),
                    message,
                    StandardCharsets.UTF_8,
                    files(line, number++, contents)));
        renamed.put(line.sha(), id);
        ids.add(id);
      }
    }
    return new Built(directory, lines, ids);
  }

  private static Map<String, Optional<String>> files(
      Line line, int number, Map<String, String[]> contents) {
    Map<String, Optional<String>> files = new LinkedHashMap<>();
    line.files()
        .forEach((path, deleted) -> {
          String[] text = contents.computeIfAbsent(path, DownstreamLog::fresh);
          text[Math.floorMod(number * 7, LINES_PER_FILE)] = "changed by commit " + number;
          files.put(path, deleted ? Optional.empty() : Optional.of(String.join("\n", text) + "\n"));
        });
    return files;
  }

  private static String[] fresh(String path) {
    String[] lines = new String[LINES_PER_FILE];
    for (int i = 0; i < LINES_PER_FILE; i++) {
      lines[i] = "line " + i + " of " + path;
    }
    return lines;
  }

  private static String translated(String message, NavigableMap<String, CommitId> renamed) {
    Matcher matcher = HEX.matcher(message);
    return matcher.replaceAll(match -> {
      String hex = match.group();
      Map.Entry<String, CommitId> known = renamed.ceilingEntry(hex);
      return known != null && known.getKey().startsWith(hex)
          ? known.getValue().hex().substring(0, hex.length())
          : hex;
    });
  }
}
