package dev.kedge.report.score;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The labelled logs below a folder; hidden files and files of text about them are left out. */
public final class LabelledFolder {
  private static final int DEPTH = 8;

  /** A longer file is no labelled log. */
  private static final long MAX_BYTES = 64 << 20;

  private LabelledFolder() {}

  /**
   * Hands out one log after the other, files named by numbers in their order.
   *
   * @return the files that carry no labels and were passed over
   * @throws IOException when the folder or a log cannot be read
   */
  public static List<Path> read(Path directory, Consumer<LabelledLog> logs) throws IOException {
    List<Path> unlabelled = new ArrayList<>();
    for (Path file : files(directory)) {
      byte[] bytes = Files.readAllBytes(file);
      LabelledLog.parse(directory.relativize(file).toString(), bytes)
          .ifPresentOrElse(logs, () -> unlabelled.add(file));
    }
    return unlabelled;
  }

  private static List<Path> files(Path directory) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> tree = Files.walk(directory, DEPTH)) {
      for (Path file : (Iterable<Path>) tree::iterator) {
        String name = String.valueOf(file.getFileName());
        boolean text = name.endsWith(".md") || name.startsWith(".");
        if (!text && Files.isRegularFile(file) && Files.size(file) <= MAX_BYTES) {
          files.add(file);
        }
      }
    }
    files.sort(Comparator.comparingInt(LabelledFolder::number).thenComparing(Path::toString));
    return files;
  }

  private static int number(Path file) {
    String name = String.valueOf(file.getFileName());
    boolean digits = name.length() < 9 && name.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? Integer.parseInt(name) : Integer.MAX_VALUE;
  }
}
