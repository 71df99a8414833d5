package dev.kedge.report;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kedge.report.score.LabelledFolder;
import dev.kedge.report.score.LabelledLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The development part of the public syzkaller corpus, where it lies beside the source tree. */
final class Corpus {
  private static final Path DIRECTORY =
      Path.of(System.getProperty("kedge.root", ".."))
          .resolve("../shared/corpus/kernel-reports/report")
          .toAbsolutePath()
          .normalize();

  private Corpus() {}

  /**
   * The labelled logs; aborts the test where they are not.
   *
   * @param unmeasured what is left undone then
   */
  static List<LabelledLog> required(String unmeasured) throws IOException {
    assumeTrue(
        Files.isDirectory(DIRECTORY),
        "labelled kernel reports are not there, " + unmeasured + ": " + DIRECTORY);
    return read();
  }

  /** The labelled logs; none where they are not. */
  static List<LabelledLog> ifThere() throws IOException {
    return Files.isDirectory(DIRECTORY) ? read() : List.of();
  }

  private static List<LabelledLog> read() throws IOException {
    List<LabelledLog> logs = new ArrayList<>();
    LabelledFolder.read(DIRECTORY, logs::add);
    return logs;
  }
}
