package dev.kedge.verify.page;

import dev.kedge.verify.result.BootResult;
import dev.kedge.verify.result.Delta;
import dev.kedge.verify.result.GateVerdict;
import dev.kedge.verify.result.KernelIdentity;
import dev.kedge.verify.result.Verdict;
import dev.kedge.verify.result.VerificationResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * Writes the report of a verification as pages into its folder: {@code index.html} and one page
 * beside each console. They open offline and run nothing.
 */
public final class ReportPage {
  /** The report's first page. */
  public static final String FILE_NAME = "index.html";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Frame frame = new Frame();

  /**
   * Writes all pages.
   *
   * @param folder the folder that holds the consoles
   * @param result what to show
   * @return the first page
   */
  public Path write(Path folder, VerificationResult result) {
    ConsolePage consoles = new ConsolePage(frame);
    result.boots().forEach(boot -> consoles.write(folder, boot));
    Path index = folder.resolve(FILE_NAME);
    Frame.write(index, text(result));
    return index;
  }

  /** The first page alone. */
  public String text(VerificationResult result) {
    Markup body = new Markup();
    head(body, result);
    kernels(body, result);
    gates(body, result.gates());
    new MatrixView(result).write(body);
    new CasesView(result).write(body);
    deltas(body, result.deltas());
    boots(body, result.boots());
    return frame.around("Verification of " + result.candidate(), body);
  }

  private static void head(Markup body, VerificationResult result) {
    String against = result.baseline().map(label -> " against " + label).orElse("");
    body.tag("<div class=\"head\"><h1>").text(result.candidate() + against).tag("</h1>");
    body.mark(Tone.of(result.verdict()), Figures.words(result.verdict())).tag("</div>");
    long open = result.gates().stream().filter(gate -> gate.counted() != Verdict.PASS).count();
    String sentence =
        switch (result.verdict()) {
          case PASS -> "Every blocking gate passes or is waived.";
          case FAIL ->
              open + (open == 1 ? " blocking gate does" : " blocking gates do") + " not pass.";
          case INCONCLUSIVE -> "Too little was seen to pass or fail; missing data is never a pass.";
        };
    body.tag("<p>").text(sentence).tag("</p><p class=\"soft\">");
    body.text(
        "Plan %s (%s), %d boots, %s, started %s, id %s"
            .formatted(
                result.plan().name(),
                result.plan().sha256().substring(0, 12),
                result.boots().size(),
                minutes(Duration.between(result.started(), result.ended())),
                TIME.format(result.started()),
                result.id()));
    body.tag("</p>");
  }

  private static String minutes(Duration time) {
    return time.toMinutes() + " min " + time.toSecondsPart() + " s";
  }

  private static void kernels(Markup body, VerificationResult result) {
    body.tag("<h2>Kernels</h2><div class=\"card scroll\"><table><thead><tr>");
    for (String head : List.of("", "kernel", "release", "package", "build-id", "image", "boots")) {
      body.head(head);
    }
    body.tag("</tr></thead><tbody>");
    for (KernelIdentity kernel : result.kernels()) {
      String role =
          kernel.label().equals(result.candidate())
              ? "candidate"
              : result
                  .baseline()
                  .filter(kernel.label()::equals)
                  .map(label -> "baseline")
                  .orElse("");
      body.tag("<tr>").cell(role).cell(kernel.label()).tag("<td class=\"mono\">");
      body.text(kernel.release().value()).tag("</td>").cell(kernel.packageVersion());
      body.tag("<td class=\"mono\">");
      body.text(kernel.buildId().map(id -> first(id.hex())).orElse("unknown")).tag("</td>");
      body.tag("<td class=\"mono\">").text(first(kernel.imageSha256())).tag("</td>");
      body.cell(String.valueOf(result.bootsOf(kernel.label()).size())).tag("</tr>");
    }
    body.tag("</tbody></table></div>");
  }

  private static String first(String hex) {
    return hex.substring(0, Math.min(16, hex.length()));
  }

  private static void gates(Markup body, List<GateVerdict> gates) {
    body.tag("<h2>Gates</h2><div class=\"card scroll\"><table class=\"stack\"><thead><tr>");
    for (String head : List.of("verdict", "gate", "promise", "seen")) {
      body.head(head);
    }
    body.tag("</tr></thead><tbody>");
    for (GateVerdict gate : gates) {
      body.tag("<tr><td>").mark(Tone.of(gate), Figures.words(gate.verdict()));
      body.text(gate.blocking() ? "" : " advisory").tag("</td><td class=\"mono\">");
      body.text(gate.gate()).tag("</td><td class=\"wide\">").text(gate.rule());
      body.tag("</td><td class=\"wide\">").text(gate.reason());
      gate.waiver()
          .ifPresent(waiver ->
              body.tag("<p>")
                  .mark(Tone.HOLD, "waived")
                  .text(
                      " by %s until %s: %s"
                          .formatted(waiver.owner(), waiver.expires(), waiver.reason()))
                  .tag("</p>"));
      body.tag("</td></tr>");
    }
    body.tag("</tbody></table></div>");
  }

  private static void deltas(Markup body, List<Delta> deltas) {
    if (deltas.isEmpty()) {
      return;
    }
    body.tag("<h2>What else differs</h2>");
    for (Delta delta : deltas) {
      body.tag("<details class=\"card\"><summary>").text(Figures.words(delta.kind()));
      body.tag(" <span class=\"soft\">");
      body.text(
          "%d new, %d gone, %d changed, %d the same"
              .formatted(
                  delta.addedCount(), delta.goneCount(), delta.changedCount(), delta.same()));
      body.tag("</span></summary><div class=\"scroll\"><table><thead><tr>");
      body.head("").head("name").head("baseline").head("candidate").tag("</tr></thead><tbody>");
      for (Delta.Entry entry : delta.entries()) {
        body.tag("<tr>").cell(Figures.words(entry.sign())).tag("<td class=\"mono\">");
        body.text(entry.name()).tag("</td><td class=\"mono\">").text(entry.baseline());
        body.tag("</td><td class=\"mono\">").text(entry.candidate()).tag("</td></tr>");
      }
      body.tag("</tbody></table></div></details>");
    }
  }

  private static void boots(Markup body, List<BootResult> boots) {
    body.tag("<h2>Boots</h2><div class=\"card scroll\"><table><thead><tr>");
    for (String head :
        List.of("round", "kernel", "machine", "ended", "seconds", "reports", "console")) {
      body.head(head);
    }
    body.tag("</tr></thead><tbody>");
    for (BootResult boot : boots) {
      long unexpected = boot.reports().stream().filter(report -> !report.expected()).count();
      body.tag("<tr>").cell(String.valueOf(boot.round())).cell(boot.kernel()).cell(boot.machine());
      body.tag("<td>").mark(Tone.of(boot.outcome()), Figures.words(boot.outcome()));
      body.text(boot.detail().isEmpty() ? "" : " " + boot.detail()).tag("</td>");
      body.number(Figures.number(boot.wall().toMillis() / 1000.0));
      body.cell(unexpected == 0 ? "" : unexpected + " not asked for").tag("<td>");
      Links.console(body, boot, "console");
      body.tag("</td></tr>");
    }
    body.tag("</tbody></table></div>");
  }
}
