package dev.kedge.verify.export;

import dev.kedge.verify.VerifyException;
import dev.kedge.verify.result.BootResult;
import dev.kedge.verify.result.ConsoleReport;
import dev.kedge.verify.result.VerificationResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The parts of consoles that hold kernel reports nobody asked for, to be filed with those of the
 * fleet. What a drill asked for stays out: it would be an issue nobody can mend.
 */
public final class ReportExcerpts {
  private static final int MAX_LINES = 2_000;
  private static final int MAX_LINE = 4_096;

  private ReportExcerpts() {}

  /**
   * One excerpt.
   *
   * @param host the name that stands for the test machine among the hosts: {@code verify.} and the
   *     release of the kernel
   * @param name where it is from: the verification, the console and the line
   * @param text the lines from the report's first to the next report's, or {@value #MAX_LINES}
   */
  public record Excerpt(String host, String name, String text) {}

  /**
   * Those of a verification, in the order of its boots.
   *
   * @param folder the folder that holds the consoles
   */
  public static List<Excerpt> of(Path folder, VerificationResult result) {
    List<Excerpt> excerpts = new ArrayList<>();
    for (BootResult boot : result.boots()) {
      Path console = folder.resolve(boot.console());
      boolean asked = boot.reports().stream().allMatch(ConsoleReport::expected);
      if (asked || !Files.isRegularFile(console, LinkOption.NOFOLLOW_LINKS)) {
        continue;
      }
      String release = result.kernel(boot.kernel()).release().value();
      String host = "verify." + release.replaceAll("[^A-Za-z0-9._-]", "_");
      texts(console, boot.reports())
          .forEach((line, text) ->
              excerpts.add(
                  new Excerpt(
                      host.substring(0, Math.min(253, host.length())),
                      name(result.id(), boot.console(), line),
                      text)));
    }
    return excerpts;
  }

  private static String name(String id, String console, int line) {
    String name = "verification %s %s:%d".formatted(id, console, line);
    return name.length() <= 255 ? name : name.substring(0, 255);
  }

  private static Map<Integer, String> texts(Path console, List<ConsoleReport> reports) {
    NavigableMap<Integer, Boolean> starts = new TreeMap<>();
    reports.forEach(
        report -> starts.merge(report.startLine(), report.expected(), Boolean::logicalAnd));
    NavigableMap<Integer, StringBuilder> open = new TreeMap<>();
    try (BufferedReader reader = Files.newBufferedReader(console, StandardCharsets.ISO_8859_1)) {
      int number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        Map.Entry<Integer, Boolean> report = starts.floorEntry(number);
        if (report != null && !report.getValue() && number < report.getKey() + MAX_LINES) {
          open.computeIfAbsent(report.getKey(), at -> new StringBuilder())
              .append(line, 0, Math.min(MAX_LINE, line.length()))
              .append('\n');
        }
      }
    } catch (IOException e) {
      throw new VerifyException("cannot read " + console + ": " + e, e);
    }
    Map<Integer, String> texts = new TreeMap<>();
    open.forEach((line, text) -> texts.put(line, text.toString()));
    return texts;
  }
}
