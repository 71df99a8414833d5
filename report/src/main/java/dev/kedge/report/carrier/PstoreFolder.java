package dev.kedge.report.carrier;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A folder of pstore files: {@code /sys/fs/pstore} itself, or what systemd-pstore moved to {@code
 * /var/lib/systemd/pstore}, one folder for each crash.
 *
 * @param folder the folder the parts lie in, or the file when it is a log of its own
 * @param parts files to be read one after the other
 */
public record PstoreFolder(Path folder, List<Path> parts) {
  private static final int MAX_DEPTH = 4;
  private static final int MAX_FILES = 16_384;
  private static final String JOINED = "dmesg.txt";

  /** A folder with its files. */
  public PstoreFolder {
    parts = List.copyOf(parts);
  }

  /**
   * The folders with pstore files in a folder and below it, links not followed.
   *
   * @throws CarrierException when there are none, or too many files
   * @throws IOException when it cannot be read
   */
  public static List<PstoreFolder> find(Path root) throws IOException {
    Map<Path, List<Path>> folders = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root, MAX_DEPTH, new FileVisitOption[0])) {
      List<Path> found =
          files
              .filter(PstoreFolder::isPart)
              .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
              .limit(MAX_FILES + 1L)
              .toList();
      if (found.size() > MAX_FILES) {
        throw new CarrierException("more than %d pstore files".formatted(MAX_FILES));
      }
      for (Path file : found) {
        folders.computeIfAbsent(parent(file), key -> new ArrayList<>()).add(file);
      }
    }
    if (folders.isEmpty()) {
      throw new CarrierException(
          "a folder without pstore parts (dmesg-*); pass the log files in it one by one");
    }
    List<PstoreFolder> result = new ArrayList<>();
    folders.forEach((folder, files) -> split(folder, files, result));
    return result;
  }

  /** The parts of dumps are one log; each console ramoops kept is a log of its own. */
  private static void split(Path folder, List<Path> files, List<PstoreFolder> result) {
    List<Path> parts =
        new ArrayList<>(files.stream().filter(file -> name(file).startsWith("dmesg-")).toList());
    parts.sort(
        Comparator.comparingInt((Path file) -> name(file).length()).thenComparing(Path::compareTo));
    if (!parts.isEmpty()) {
      result.add(new PstoreFolder(folder, parts));
    }
    for (Path file : files) {
      boolean joined = name(file).equals(JOINED) && parts.isEmpty();
      if (joined || name(file).startsWith("console-")) {
        result.add(new PstoreFolder(file, List.of(file)));
      }
    }
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    return parent == null ? file : parent;
  }

  /** systemd-pstore leaves the parts beside the file it joined them to; one of both is enough. */
  private static boolean isPart(Path file) {
    String name = name(file);
    return name.startsWith("dmesg-") || name.startsWith("console-") || name.equals(JOINED);
  }

  private static String name(Path file) {
    Path name = file.getFileName();
    return name == null ? "" : name.toString();
  }
}
