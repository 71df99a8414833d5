package dev.kedge.profile.perfscript;

import dev.kedge.profile.ProfileFormatException;
import dev.kedge.profile.recording.Recording;
import java.io.IOException;
import java.io.Reader;
import java.util.List;

/** Recordings as {@code perf script} prints them. Stateless. */
public final class PerfScript {
  private PerfScript() {}

  /**
   * Reads a text, with call chains or without. Without {@code -F +pid} perf names threads only, and
   * each counts as a process of its own. Times are perf's clock, which mostly began at boot.
   *
   * @return a recording for each kind of sample in it, at least one
   * @throws IOException when the source fails
   * @throws ProfileFormatException when a line is neither sample nor frame, no sample is of a known
   *     kind, or the text goes beyond the bounds (2 Gi characters, 2 million samples, 8 million
   *     frames of different stacks)
   */
  public static List<Recording> read(Reader in) throws IOException {
    return new PerfScriptReader(in).read();
  }

  /** Whether a line is the first of a sample, which tells the format from others. */
  public static boolean isSample(String line) {
    return PerfSampleLine.of(line).isPresent();
  }
}
