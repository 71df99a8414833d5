package dev.kedge.cli.verify;

import dev.kedge.model.Printable;
import dev.kedge.verify.machine.Frame;
import dev.kedge.verify.result.BootResult;
import dev.kedge.verify.result.CaseResult;
import dev.kedge.verify.run.PlannedBoot;
import dev.kedge.verify.run.RunProgress;
import java.io.PrintWriter;

/** Tells on standard error how a run goes on. */
final class BootProgress implements RunProgress {
  private static final int MAX_LINE = 300;

  private final PrintWriter err;

  BootProgress(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void starts(int number, int of, String kernel, PlannedBoot boot, int round) {
    say("[%d/%d] %s: %s, round %d".formatted(number, of, kernel, boot.name(), round));
  }

  @Override
  public void frame(Frame frame) {
    switch (frame) {
      case Frame.Start start -> say("      " + start.suite());
      case Frame.Result result -> say("        " + text(result.result()));
      case Frame.Damaged damaged ->
          say("        not a result: " + damaged.reason() + ": " + damaged.line());
      default -> {}
    }
  }

  @Override
  public void ends(BootResult result) {
    say(
        "      %s in %.0f s%s"
            .formatted(
                result.outcome(),
                result.wall().toMillis() / 1000.0,
                result.detail().isEmpty() ? "" : ": " + result.detail()));
  }

  @Override
  public void known(BootResult result) {
    say("      done before: " + result.console());
  }

  private static String text(CaseResult result) {
    return result.path()
        + " "
        + result.status()
        + (result.message().isEmpty() ? "" : ": " + result.message());
  }

  private void say(String line) {
    err.println(Printable.of(line, MAX_LINE));
    err.flush();
  }
}
