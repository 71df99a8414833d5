package dev.kedge.cli.bandwidth;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.scenario.document.DocumentReader;
import dev.kedge.bandwidth.scenario.file.ScenarioFile;
import dev.kedge.bandwidth.scenario.rtapp.RtAppFile;
import dev.kedge.cli.FileFailure;
import dev.kedge.model.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalInt;

/** Reads a scenario in either of its forms: YAML, or rt-app's JSON where the name ends in .json. */
final class ScenarioInput {
  private static final Kernel RT_APP_KERNEL = Kernel.release("6.18");

  private ScenarioInput() {}

  /**
   * Reads it.
   *
   * @param err is told what of an rt-app file is simulated only roughly
   * @throws BandwidthException when it cannot be used, naming the place
   * @throws IOException when the file cannot be read
   */
  static Scenario read(Path file, OptionalInt cpus, PrintWriter err) throws IOException {
    String text = text(file);
    String name = file.toString();
    if (!name.toLowerCase(Locale.ROOT).endsWith(".json")) {
      if (cpus.isPresent()) {
        throw new BandwidthException("--cpus is for rt-app files: a scenario file says it itself");
      }
      return ScenarioFile.read(name, text);
    }
    RtAppFile.Imported imported = RtAppFile.read(name, text, cpus, RT_APP_KERNEL);
    imported.notes().forEach(note -> err.println("kedge bandwidth: approximated: " + note));
    return imported.scenario();
  }

  private static String text(Path file) throws IOException {
    // A character takes four bytes at most; the reader refuses what has too many of them.
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(4 * (DocumentReader.MAX_CHARS + 1)), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IOException(Printable.of(file.toString(), 300) + ": " + FileFailure.reason(e), e);
    }
  }
}
