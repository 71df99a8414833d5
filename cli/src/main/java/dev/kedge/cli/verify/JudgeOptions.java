package dev.kedge.cli.verify;

import dev.kedge.verify.VerifyException;
import dev.kedge.verify.compare.Judge;
import dev.kedge.verify.flake.History;
import dev.kedge.verify.flake.HistoryFile;
import dev.kedge.verify.page.ReportPage;
import dev.kedge.verify.result.VerificationResult;
import dev.kedge.verify.result.Waiver;
import dev.kedge.verify.result.WaiverFile;
import dev.kedge.verify.suite.Plan;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a judgement rests on besides the run. */
final class JudgeOptions {
  @Option(
      names = "--waivers",
      paramLabel = "FILE",
      description = "gates that may fail, each with its owner, reason and last day")
  private @Nullable Path waivers;

  @Option(
      names = "--history",
      paramLabel = "FILE",
      description = "how often cases failed before; this run is added to it")
  private @Nullable Path history;

  /** The judge of a plan's gates. */
  Judge judge(Plan plan, VerificationResult run) {
    return new Judge(
        plan.gates(run.kernel(run.candidate())), waivers(), history(), Judge.DEFAULT_ALPHA);
  }

  /** Writes what follows from a judged run: its pages, and the history. */
  Path done(Path folder, VerificationResult judged) {
    if (history != null) {
      new HistoryFile().write(history, history().with(judged));
    }
    return new ReportPage().write(folder, judged);
  }

  private List<Waiver> waivers() {
    try {
      return waivers == null ? List.of() : new WaiverFile().read(waivers);
    } catch (VerifyException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private History history() {
    return history == null ? History.EMPTY : new HistoryFile().read(history);
  }
}
