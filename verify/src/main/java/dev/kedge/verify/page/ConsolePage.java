package dev.kedge.verify.page;

import dev.kedge.verify.VerifyException;
import dev.kedge.verify.result.BootResult;
import dev.kedge.verify.result.ConsoleReport;
import dev.kedge.verify.result.SuiteTexts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A console with numbered lines, the first line of each report marked. A long console keeps its
 * beginning and its end; the whole text stays in its file.
 */
final class ConsolePage {
  private static final int HEAD_LINES = 10_000;
  private static final int TAIL_LINES = 10_000;
  private static final int MAX_LINE = 4_000;

  private final Frame frame;

  ConsolePage(Frame frame) {
    this.frame = frame;
  }

  /** The page's path inside the folder of results. */
  static String path(BootResult boot) {
    return boot.console() + ".html";
  }

  /** Writes the page of one boot, unless there is no console. */
  void write(Path folder, BootResult boot) {
    Path console = folder.resolve(boot.console());
    if (boot.console().isEmpty() || !Files.isRegularFile(console, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Map<Integer, ConsoleReport> reports = new TreeMap<>();
    boot.reports().forEach(report -> reports.putIfAbsent(report.startLine(), report));
    String title = "%s, %s, round %d".formatted(boot.kernel(), boot.machine(), boot.round());
    Markup body = new Markup();
    String up = "../".repeat(boot.console().split("/", -1).length - 1);
    body.tag("<p><a href=\"" + up + "index.html\">Report</a></p><div class=\"head\"><h1>");
    body.text(title).tag("</h1>");
    body.mark(Tone.of(boot.outcome()), Figures.words(boot.outcome())).tag("</div>");
    body.tag("<p class=\"soft\">").text(boot.detail()).tag("</p>");
    if (!reports.isEmpty()) {
      body.tag("<h2>Kernel reports</h2><div class=\"card\"><ul class=\"list\">");
      for (ConsoleReport report : boot.reports()) {
        body.tag("<li><a class=\"mono\" href=\"#L" + report.startLine() + "\">");
        body.text(report.title()).tag("</a> ").text(report.expected() ? "(asked for)" : "");
        body.tag("</li>");
      }
      body.tag("</ul></div>");
    }
    body.tag("<h2>Console</h2><div class=\"card\"><pre>");
    lines(console, reports, body);
    body.tag("</pre></div>");
    printed(SuiteTexts.read(folder, boot), body);
    Frame.write(folder.resolve(path(boot)), frame.around(title, body));
  }

  /** What the suites printed besides results, each line after its suite's name. */
  private static void printed(List<SuiteTexts.Line> lines, Markup body) {
    if (lines.isEmpty()) {
      return;
    }
    body.tag("<h2>Printed by suites</h2><details class=\"card\"><summary>");
    body.text(lines.size() + " lines").tag("</summary><pre>");
    for (SuiteTexts.Line line : lines.subList(0, Math.min(lines.size(), HEAD_LINES))) {
      body.tag("<b>").text(line.suite()).tag("</b> ").text(line.text()).tag("\n");
    }
    if (lines.size() > HEAD_LINES) {
      body.tag("<b>").text((lines.size() - HEAD_LINES) + " lines are left out").tag("</b>\n");
    }
    body.tag("</pre></details>");
  }

  private static void lines(Path console, Map<Integer, ConsoleReport> reports, Markup body) {
    Deque<Map.Entry<Integer, String>> tail = new ArrayDeque<>();
    int number = 0;
    try (var reader =
        new BoundedLines(Files.newInputStream(console), StandardCharsets.UTF_8, MAX_LINE)) {
      for (String line = reader.next(); line != null; line = reader.next()) {
        number++;
        if (number <= HEAD_LINES || reports.containsKey(number)) {
          line(body, number, line, reports);
          continue;
        }
        tail.addLast(Map.entry(number, line));
        if (tail.size() > TAIL_LINES) {
          tail.removeFirst();
        }
      }
    } catch (IOException e) {
      throw new VerifyException("cannot read " + console + ": " + e, e);
    }
    int shown = HEAD_LINES + tail.size();
    if (number > shown) {
      body.tag("<b>").text((number - shown) + " lines are left out here").tag("</b>\n");
    }
    tail.forEach(entry -> line(body, entry.getKey(), entry.getValue(), reports));
  }

  private static void line(
      Markup body, int number, String line, Map<Integer, ConsoleReport> reports) {
    ConsoleReport report = reports.get(number);
    String anchor = "L" + number;
    body.tag("<a class=\"line\" id=\"" + anchor + "\" href=\"#" + anchor + "\">" + number + "</a>");
    if (report == null) {
      body.text(line);
    } else {
      body.tag("<span class=\"" + (report.expected() ? "drill" : "report") + "\">");
      body.text(line).tag("</span>");
    }
    body.tag("\n");
  }
}
