package dev.kedge.verify.page;

import dev.kedge.verify.result.BootResult;
import dev.kedge.verify.result.CaseComparison;
import dev.kedge.verify.result.CaseResult;
import dev.kedge.verify.result.Change;
import dev.kedge.verify.result.KernelIdentity;
import dev.kedge.verify.result.Metric;
import dev.kedge.verify.result.MetricComparison;
import dev.kedge.verify.result.VerificationResult;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Each case with its distributions, its comparisons and the consoles of its boots. */
final class CasesView {
  private final VerificationResult result;

  CasesView(VerificationResult result) {
    this.result = result;
  }

  /** The paths of all cases, in the order they ran. */
  static List<String> paths(VerificationResult result) {
    Set<String> paths = new LinkedHashSet<>();
    result.boots().forEach(boot -> boot.cases().forEach(ran -> paths.add(ran.path())));
    return List.copyOf(paths);
  }

  void write(Markup body) {
    List<String> paths = paths(result);
    body.tag("<h2>Cases</h2>");
    for (int i = 0; i < paths.size(); i++) {
      String path = paths.get(i);
      body.tag("<section class=\"card\" id=\"case-" + i + "\"><div class=\"inside\"><h3>");
      body.text(path).tag("</h3>");
      runs(body, path);
      body.tag("</div>");
      plots(body, path);
      comparisons(body, path);
      body.tag("</section>");
    }
  }

  private void runs(Markup body, String path) {
    for (CaseComparison c : result.cases()) {
      if (c.path().equals(path) && c.baselineFailures() + c.candidateFailures() > 0) {
        body.tag("<p>").mark(Tone.of(c.change()), Figures.words(c.change()));
        body.text(
            " on %s: fails %d of %d against %d of %d before (Fisher, Holm: p %s)"
                .formatted(
                    c.machine(),
                    c.candidateFailures(),
                    c.candidateRuns(),
                    c.baselineFailures(),
                    c.baselineRuns(),
                    Figures.probability(c.adjustedP())));
        body.tag("</p>");
      }
    }
    for (KernelIdentity kernel : result.kernels()) {
      consoles(body, kernel.label(), path);
    }
  }

  /** One line for a kernel: a link for each of its boots, then what they said and how often. */
  private void consoles(Markup body, String kernel, String path) {
    Map<String, Integer> said = new TreeMap<>();
    Markup links = new Markup();
    for (BootResult boot : result.bootsOf(kernel)) {
      for (CaseResult ran : boot.cases()) {
        if (ran.path().equals(path)) {
          Links.console(links.tag(" "), boot, String.valueOf(boot.round()));
          said.merge(Figures.words(ran.status()) + ": " + ran.message(), 1, Integer::sum);
        }
      }
    }
    if (said.isEmpty()) {
      return;
    }
    body.tag("<p class=\"soft\">").text(kernel + ", consoles of rounds");
    body.tag(links.toString());
    said.forEach((text, count) -> {
      if (!text.endsWith(": ")) {
        body.text("; %s (%d)".formatted(text, count));
      }
    });
    body.tag("</p>");
  }

  private void plots(Markup body, String path) {
    Markup plots = new Markup();
    for (String machine : machines(path)) {
      for (String name : metrics(path, machine)) {
        List<Metric> baseline =
            result.baseline().map(label -> measured(label, path, machine, name)).orElse(List.of());
        List<Metric> candidate = measured(result.candidate(), path, machine, name);
        String unit =
            (candidate.isEmpty() ? baseline : candidate)
                .stream().map(Metric::unit).findFirst().orElse("");
        String title = name + (unit.isEmpty() || unit.equals("1") ? "" : " in " + unit);
        plots.tag("<figure><figcaption><span class=\"mono\">").text(title).tag("</span> ");
        plots.tag("<span class=\"soft\">").text(machine).tag("</span></figcaption>");
        plots.tag(DistributionPlot.svg(title, baseline, candidate)).tag("</figure>");
      }
    }
    if (!plots.toString().isEmpty()) {
      body.tag("<div class=\"plots\">").tag(plots.toString()).tag("</div>");
    }
  }

  private Set<String> machines(String path) {
    Set<String> machines = new TreeSet<>();
    for (BootResult boot : result.boots()) {
      if (boot.cases().stream().anyMatch(ran -> ran.path().equals(path))) {
        machines.add(boot.machine());
      }
    }
    return machines;
  }

  private Set<String> metrics(String path, String machine) {
    Set<String> names = new LinkedHashSet<>();
    for (BootResult boot : result.boots()) {
      if (boot.machine().equals(machine) && compared(boot.kernel())) {
        boot.cases().stream()
            .filter(ran -> ran.path().equals(path))
            .forEach(ran -> ran.metrics().forEach(metric -> names.add(metric.name())));
      }
    }
    return names;
  }

  private boolean compared(String kernel) {
    return kernel.equals(result.candidate())
        || result.baseline().filter(kernel::equals).isPresent();
  }

  private List<Metric> measured(String kernel, String path, String machine, String name) {
    List<Metric> measured = new ArrayList<>();
    for (BootResult boot : result.bootsOf(kernel)) {
      if (boot.machine().equals(machine)) {
        boot.cases().stream()
            .filter(ran -> ran.path().equals(path))
            .flatMap(ran -> ran.metrics().stream())
            .filter(metric -> metric.name().equals(name))
            .forEach(measured::add);
      }
    }
    return measured;
  }

  private void comparisons(Markup body, String path) {
    List<MetricComparison> all =
        result.metrics().stream().filter(c -> c.path().equals(path)).toList();
    if (all.isEmpty()) {
      return;
    }
    body.tag("<div class=\"scroll\"><table><thead><tr>").head("metric").head("change");
    for (String head :
        List.of(
            "baseline",
            "candidate",
            "effect",
            "95 % interval",
            "A/A noise",
            "could have seen",
            "p")) {
      body.tag("<th class=\"num\" scope=\"col\">").text(head).tag("</th>");
    }
    body.head("by").tag("</tr></thead><tbody>");
    all.forEach(c -> comparison(body, c));
    body.tag("</tbody></table></div>");
  }

  private static void comparison(Markup body, MetricComparison c) {
    String statistic = c.statistic().name().toLowerCase(Locale.ROOT);
    body.tag("<tr><td class=\"mono\">").text(c.metric());
    body.text(statistic.equals("value") ? "" : " " + statistic).text(c.gated() ? " (gate)" : "");
    body.tag("</td><td>").mark(Tone.of(c.change()), Figures.words(c.change())).tag("</td>");
    body.number(Figures.withUnit(c.baseline().median(), c.unit()));
    body.number(Figures.withUnit(c.candidate().median(), c.unit()));
    boolean known = c.change() != Change.UNKNOWN;
    body.number(known ? Figures.effect(c, c.effect()) : "");
    body.number(known ? Figures.effect(c, c.low()) + " to " + Figures.effect(c, c.high()) : "");
    body.number(known ? Figures.size(c, c.noise()) : "");
    body.number(
        c.detectable().isPresent()
            ? "\u2265 " + Figures.size(c, c.detectable().getAsDouble())
            : "");
    body.number(known ? Figures.probability(c.adjustedP()) : "");
    body.tag("<td class=\"soft wide\">").text(Figures.words(c.method()) + ": " + c.note());
    body.tag("</td></tr>");
  }
}
