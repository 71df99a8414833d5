package dev.kedge.verify.page;

import dev.kedge.verify.result.BootResult;
import dev.kedge.verify.result.CaseResult;
import dev.kedge.verify.result.KernelIdentity;
import dev.kedge.verify.result.Status;
import dev.kedge.verify.result.VerificationResult;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The matrix of cases and kernels; a cell leads to the case. */
final class MatrixView {
  private final VerificationResult result;

  MatrixView(VerificationResult result) {
    this.result = result;
  }

  void write(Markup body) {
    List<String> paths = CasesView.paths(result);
    body.tag("<h2>Matrix</h2><div class=\"card scroll\"><table><thead><tr>").head("case");
    result.kernels().forEach(kernel -> body.head(kernel.label()));
    body.tag("</tr></thead><tbody>");
    for (int i = 0; i < paths.size(); i++) {
      body.tag("<tr><td class=\"mono\"><a href=\"#case-" + i + "\">").text(paths.get(i));
      body.tag("</a></td>");
      for (KernelIdentity kernel : result.kernels()) {
        body.tag("<td>");
        cell(body, statuses(kernel.label(), paths.get(i)), i);
        body.tag("</td>");
      }
      body.tag("</tr>");
    }
    body.tag("</tbody></table></div>");
  }

  private List<Status> statuses(String kernel, String path) {
    List<Status> statuses = new ArrayList<>();
    for (BootResult boot : result.bootsOf(kernel)) {
      boot.cases().stream()
          .filter(ran -> ran.path().equals(path))
          .map(CaseResult::status)
          .forEach(statuses::add);
    }
    return statuses;
  }

  private static void cell(Markup body, List<Status> statuses, int index) {
    if (statuses.isEmpty()) {
      body.mark(Tone.UNKNOWN, "not run");
      return;
    }
    Status worst = statuses.stream().reduce(Status.SKIP, Status::and);
    Map<Status, Integer> counts = new EnumMap<>(Status.class);
    statuses.forEach(status -> counts.merge(status, 1, Integer::sum));
    body.tag("<a href=\"#case-" + index + "\">").mark(Tone.of(worst), Figures.words(worst));
    body.tag("</a> <span class=\"soft\">");
    body.text("%d of %d".formatted(counts.getOrDefault(worst, 0), statuses.size()));
    body.tag("</span>");
  }
}
