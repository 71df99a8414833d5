package dev.kedge.cli.verify;

import dev.kedge.cli.ExitCode;
import dev.kedge.verify.kernel.Kernel;
import dev.kedge.verify.result.Delta;
import dev.kedge.verify.result.ResultsJson;
import dev.kedge.verify.result.Verdict;
import dev.kedge.verify.result.VerificationResult;
import dev.kedge.verify.run.KernelDeltas;
import dev.kedge.verify.suite.Plan;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Judges what a run saw, writes and prints it. */
final class Judgement {
  private final Plan plan;
  private final RunOptions options;

  Judgement(Plan plan, RunOptions options) {
    this.plan = plan;
    this.options = options;
  }

  /** The exit code of the command. */
  int of(List<Kernel> kernels, VerificationResult run, PrintWriter out, PrintWriter err) {
    Kernel candidate = kernels.getLast();
    List<Delta> deltas =
        run.baseline().isPresent()
            ? new KernelDeltas(options.planned.out).of(kernels.getFirst(), candidate, run)
            : List.of();
    VerificationResult judged = options.judging.judge(plan, run).judge(run, deltas);
    ResultsJson json = new ResultsJson();
    json.write(options.planned.out, judged);
    if (options.planned.json) {
      out.print(new String(json.encode(judged), StandardCharsets.UTF_8));
    } else {
      new ResultText(judged).print(out);
    }
    out.flush();
    err.println("report in " + options.judging.done(options.planned.out, judged));
    return judged.verdict() == Verdict.PASS ? ExitCode.OK : ExitCode.FINDING;
  }
}
