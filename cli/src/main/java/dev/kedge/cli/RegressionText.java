package dev.kedge.cli;

import dev.kedge.model.Printable;
import java.io.PrintWriter;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** The table of {@code kedge profile regress}. */
final class RegressionText {
  private final PrintWriter out;

  RegressionText(PrintWriter out) {
    this.out = out;
  }

  void print(JsonNode answer) {
    side("current", answer.path("current"));
    side("base", answer.path("base"));
    String tooLittle = answer.path("tooLittle").asString("");
    if (!tooLittle.isEmpty()) {
      out.println("not compared: " + Printable.of(tooLittle, 400));
      return;
    }
    out.printf(
        Locale.ROOT,
        "%d functions; a rise of %.2f points of a function of 10 %% would be found in 4 of 5%n",
        answer.path("functions").asInt(),
        100 * answer.path("detectableRise").asDouble());
    JsonNode findings = answer.path("findings");
    if (findings.isEmpty()) {
      out.println("no function rose by more than noise");
      return;
    }
    out.println("   base  current      rise        z  verdict     function");
    findings.forEach(this::finding);
    int hidden = answer.path("hiddenFindings").asInt();
    if (hidden > 0) {
      out.printf("and %d more%n", hidden);
    }
  }

  private void side(String name, JsonNode side) {
    JsonNode hosts = side.path("hosts");
    out.printf(
        "%-8s %s to %s, %s, %d samples%n",
        name,
        Printable.of(side.path("from").asString(), 40),
        Printable.of(side.path("to").asString(), 40),
        hosts.size() == 1 ? Printable.of(hosts.path(0).asString(), 253) : hosts.size() + " hosts",
        side.path("samples").asLong());
  }

  private void finding(JsonNode finding) {
    double base = 100 * finding.path("baseShare").asDouble();
    double share = 100 * finding.path("share").asDouble();
    String counterpart = finding.path("counterpart").asString("");
    out.println(
        String.format(
            Locale.ROOT,
            "%6.2f%% %7.2f%% %+8.2f%% %+8.1f  %-10s  %s%s",
            base,
            share,
            share - base,
            finding.path("z").asDouble(),
            Printable.of(finding.path("verdict").asString(), 20),
            FunctionText.of(finding.path("name").asString(), finding.path("module").asString()),
            counterpart.isEmpty() ? "" : ", from " + Printable.of(counterpart, 120)));
  }
}
