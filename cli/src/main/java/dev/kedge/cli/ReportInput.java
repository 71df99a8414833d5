package dev.kedge.cli;

import dev.kedge.report.HostReport;
import dev.kedge.report.ReportParser;
import dev.kedge.report.WholeLog;
import dev.kedge.report.carrier.Carrier;
import dev.kedge.report.carrier.CarrierException;
import dev.kedge.report.carrier.PstoreFolder;
import dev.kedge.report.carrier.Unpacked;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;

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

  /** Takes bytes of a log, and hears where a file of it ends. */
  private interface Taker {
    void bytes(byte[] bytes, int offset, int count);

    void endFile();
  }

  /** Feeds it to a log; returns what is wrong with packed files, empty when nothing is. */
  List<String> feed(WholeLog log) throws IOException {
    return feed(
        new Taker() {
          @Override
          public void bytes(byte[] bytes, int offset, int count) {
            log.feed(bytes, offset, count);
          }

          @Override
          public void endFile() {
            log.endFile();
          }
        });
  }

  /** All its bytes, unpacked; what is wrong with packed files goes to {@code damages}. */
  byte[] bytes(Consumer<String> damages) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    feed(new Taker() {
          @Override
          public void bytes(byte[] bytes, int offset, int count) {
            all.write(bytes, offset, count);
          }

          @Override
          public void endFile() {
            if (files.size() > 1) {
              all.write('\n');
            }
          }
        })
        .forEach(damages);
    return all.toByteArray();
  }

  private List<String> feed(Taker taker) throws IOException {
    if (files.isEmpty()) {
      return feed(System.in, name, "", taker);
    }
    List<String> damages = new ArrayList<>();
    for (Path file : files) {
      String prefix = files.size() > 1 ? file.getFileName() + ": " : "";
      try (InputStream in = Files.newInputStream(file)) {
        damages.addAll(feed(in, file.toString(), prefix, taker));
      }
    }
    return damages;
  }

  /**
   * The log an argument means.
   *
   * @throws CarrierException when it means several
   */
  static ReportInput only(String argument) throws IOException {
    List<ReportInput> inputs = of(argument);
    if (inputs.size() > 1) {
      throw new CarrierException(
          "a folder with %d logs; pass one of them, such as %s"
              .formatted(inputs.size(), inputs.getFirst().name()));
    }
    return inputs.getFirst();
  }

  /** Its reports, whatever carried them. */
  List<HostReport> reports(ReportParser parser) throws IOException {
    WholeLog log = parser.open(EnumSet.allOf(Carrier.class));
    feed(log);
    return log.finish().reports();
  }

  private static List<String> feed(InputStream in, String name, String prefix, Taker taker)
      throws IOException {
    Unpacked unpacked = Unpacked.open(in, name, Unpacked.MAX_BYTES);
    byte[] chunk = new byte[CHUNK];
    for (int count = unpacked.read(chunk, 0, CHUNK);
        count >= 0;
        count = unpacked.read(chunk, 0, CHUNK)) {
      taker.bytes(chunk, 0, count);
    }
    taker.endFile();
    return unpacked.damage().isEmpty() ? List.of() : List.of(prefix + unpacked.damage());
  }
}
