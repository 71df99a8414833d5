package dev.kedge.cli;

import dev.kedge.report.LogReading;
import dev.kedge.report.carrier.Losses;
import java.util.ArrayList;
import java.util.List;

/** Says in words what a log lost. */
final class ReportLosses {
  private ReportLosses() {}

  /** One sentence for each kind of loss, none when nothing is missing. */
  static List<String> lines(LogReading reading, List<String> damages) {
    Losses losses = reading.losses();
    List<String> lines = new ArrayList<>(damages);
    if (losses.gaps() > 0) {
      lines.add(
          "%d kernel records or more are missing in %d places"
              .formatted(losses.records(), losses.gaps()));
    }
    say(lines, losses.fragments(), "netconsole records lack a fragment");
    say(lines, losses.parts(), "pstore parts are missing");
    say(lines, losses.unreadable(), "messages are there in part or not as text");
    say(lines, losses.cutLines(), "lines were too long and are cut");
    say(lines, losses.late(), "records came too late for their place");
    say(lines, losses.forgottenHosts(), "hosts were forgotten to make room for others");
    return lines;
  }

  private static void say(List<String> lines, long count, String what) {
    if (count > 0) {
      lines.add(count + " " + what);
    }
  }
}
