package dev.kedge.verify.result;

import dev.kedge.model.Printable;
import dev.kedge.verify.VerifyException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What suites printed besides their results: a file beside the console of each boot, every line
 * after the name of its suite and a tab. No instances.
 */
public final class SuiteTexts {
  private static final int MAX_LINE = 4_096;
  private static final int MAX_LINES = 100_000;

  private SuiteTexts() {}

  /**
   * A line.
   *
   * @param suite the suite's name in the plan
   * @param text what it printed, without its line end
   */
  public record Line(String suite, String text) {}

  /** The path of the file that belongs to a console, inside the folder of results. */
  public static String path(String console) {
    return console.replaceFirst("(\\.log)?$", ".suites.txt");
  }

  /**
   * Writes the lines of a boot; no file is made when there are none.
   *
   * @param folder the folder of results
   * @param console the console's path inside it
   * @throws VerifyException when the file cannot be written
   */
  public static void write(Path folder, String console, List<Line> lines) {
    if (lines.isEmpty()) {
      return;
    }
    Path file = folder.resolve(path(console));
    Stream<String> text =
        lines.stream().map(line -> line.suite() + "\t" + Printable.of(line.text(), MAX_LINE));
    try {
      Files.write(file, (Iterable<String>) text::iterator, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new VerifyException(file + ": cannot be written: " + e.getMessage(), e);
    }
  }

  /**
   * Reads the lines of a boot, at most {@value #MAX_LINES}.
   *
   * @param folder the folder of results
   * @return nothing when the boot has no such file
   * @throws VerifyException when it cannot be read
   */
  public static List<Line> read(Path folder, BootResult boot) {
    Path file = folder.resolve(path(boot.console()));
    if (boot.console().isEmpty() || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
      return lines.limit(MAX_LINES).map(SuiteTexts::line).toList();
    } catch (IOException | UncheckedIOException e) {
      throw new VerifyException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static Line line(String line) {
    int tab = line.indexOf('\t');
    return tab < 0 ? new Line("", line) : new Line(line.substring(0, tab), line.substring(tab + 1));
  }
}
