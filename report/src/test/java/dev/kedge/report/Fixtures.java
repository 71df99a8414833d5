package dev.kedge.report;

import dev.kedge.report.score.LabelledFolder;
import dev.kedge.report.score.LabelledLog;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The labelled logs under {@code src/test/resources}, all made for these tests. */
final class Fixtures {
  private Fixtures() {}

  static List<LabelledLog> all() {
    URL directory = Fixtures.class.getResource("fixtures");
    if (directory == null) {
      throw new IllegalStateException("fixtures are not on the class path");
    }
    try {
      List<LabelledLog> logs = new ArrayList<>();
      LabelledFolder.read(Path.of(directory.toURI()), logs::add);
      return logs;
    } catch (URISyntaxException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static LabelledLog named(String name) {
    return all().stream().filter(f -> f.name().equals(name + ".log")).findFirst().orElseThrow();
  }
}
