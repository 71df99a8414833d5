package dev.kedge.cli;

import dev.kedge.report.WholeLog;
import dev.kedge.report.carrier.PstoreFolder;
import dev.kedge.report.carrier.Unpacked;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One log {@code kedge report} reads: standard input, a file, or a folder of pstore parts.
 *
 * @param name how the user knows it
 * @param files read one after the other; none for standard input
 */
record ReportInput(String name, List<Path> files) {
  static final String STANDARD_INPUT = "-";
  private static final int CHUNK = 1 << 16;

  ReportInput {
    files = List.copyOf(files);
  }

  /** The logs an argument means; a folder holds one for each crash. */
  static List<ReportInput> of(String argument) throws IOException {
    if (argument.equals(STANDARD_INPUT)) {
      return List.of(new ReportInput(argument, List.of()));
    }
    Path path = Path.of(argument);
    if (!Files.isDirectory(path)) {
      return List.of(new ReportInput(argument, List.of(path)));
    }
    List<ReportInput> inputs = new ArrayList<>();
    for (PstoreFolder folder : PstoreFolder.find(path)) {
      inputs.add(new ReportInput(folder.folder().toString(), folder.parts()));
    }
    return inputs;
  }

  /** Feeds it to a log; returns what is wrong with packed files, empty when nothing is. */
  List<String> feed(WholeLog log) throws IOException {
    if (files.isEmpty()) {
      return feed(System.in, name, "", log);
    }
    List<String> damages = new ArrayList<>();
    for (Path file : files) {
      String prefix = files.size() > 1 ? file.getFileName() + ": " : "";
      try (InputStream in = Files.newInputStream(file)) {
        damages.addAll(feed(in, file.toString(), prefix, log));
      }
    }
    return damages;
  }

  private static List<String> feed(InputStream in, String name, String prefix, WholeLog log)
      throws IOException {
    Unpacked unpacked = Unpacked.open(in, name, Unpacked.MAX_BYTES);
    byte[] chunk = new byte[CHUNK];
    for (int count = unpacked.read(chunk, 0, CHUNK);
        count >= 0;
        count = unpacked.read(chunk, 0, CHUNK)) {
      log.feed(chunk, 0, count);
    }
    log.endFile();
    return unpacked.damage().isEmpty() ? List.of() : List.of(prefix + unpacked.damage());
  }
}
