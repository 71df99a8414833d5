package dev.kedge.cli.verify;

import dev.kedge.verify.bisect.Finding;
import dev.kedge.verify.bisect.Span;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Tells what a search found. */
final class BisectText {
  private final List<String> kernels;
  private final Finding finding;

  BisectText(List<String> kernels, Finding finding) {
    this.kernels = kernels;
    this.finding = finding;
  }

  void print(PrintWriter out, boolean json) {
    if (json) {
      out.println(JsonMapper.shared().writeValueAsString(object()));
    } else {
      out.println("first bad   " + told(finding.firstBad()));
      finding.goodAgain().ifPresent(span -> out.println("good again  " + told(span)));
      out.printf(
          Locale.ROOT,
          "%d boots; a bad kernel shows it in %.0f %% of boots, a good one in %.0f %%%n",
          finding.tests(),
          100 * finding.failsWhenBad(),
          100 * finding.failsWhenGood());
      finding.untestable().forEach(i -> out.println("cannot be tested: " + kernels.get(i)));
    }
    out.flush();
  }

  private String told(Span span) {
    String range =
        span.isOne() ? "" : ", one of %s to %s".formatted(name(span.from()), name(span.to()));
    return String.format(
        Locale.ROOT, "%s (%.1f %%%s)", name(span.likeliest()), 100 * span.probability(), range);
  }

  private String name(int index) {
    return index < kernels.size() ? kernels.get(index) : "none of the list";
  }

  private Map<String, Object> object() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("certain", finding.certain());
    object.put("firstBad", span(finding.firstBad()));
    finding.goodAgain().ifPresent(span -> object.put("goodAgain", span(span)));
    object.put("boots", finding.tests());
    object.put("shownWhenBad", finding.failsWhenBad());
    object.put("shownWhenGood", finding.failsWhenGood());
    object.put("untestable", finding.untestable().stream().map(kernels::get).toList());
    return object;
  }

  private Map<String, Object> span(Span span) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("kernel", name(span.likeliest()));
    object.put("from", name(span.from()));
    object.put("to", name(span.to()));
    object.put("probability", span.probability());
    return object;
  }
}
