package dev.kedge.verify.export;

import dev.kedge.verify.result.BootResult;
import dev.kedge.verify.result.CaseResult;
import dev.kedge.verify.result.GateVerdict;
import dev.kedge.verify.result.Status;
import dev.kedge.verify.result.Verdict;
import dev.kedge.verify.result.VerificationResult;
import java.util.List;
import java.util.Locale;

/**
 * JUnit XML as build servers read it: one {@code testsuite} for each boot, one for the gates. A
 * case that came to no verdict is an {@code error}; a waived or advisory gate that does not pass is
 * {@code skipped} with its reason.
 */
public final class JUnitXml {

  /** The whole verification as one document. */
  public String text(VerificationResult result) {
    StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.append("<testsuites name=\"").append(attribute(result.id())).append("\">\n");
    result.boots().forEach(boot -> boot(out, boot));
    gates(out, result);
    return out.append("</testsuites>\n").toString();
  }

  private static void boot(StringBuilder out, BootResult boot) {
    List<CaseResult> cases = boot.cases();
    String name = "%s %s round %d".formatted(boot.kernel(), boot.machine(), boot.round());
    suite(
        out,
        name,
        cases.size(),
        cases.stream().filter(c -> c.status() == Status.FAIL).count(),
        cases.stream().filter(c -> c.status() == Status.ERROR || c.status() == Status.MISS).count(),
        cases.stream().filter(c -> c.status() == Status.SKIP).count(),
        boot.wall().toMillis() / 1000.0);
    for (CaseResult ran : cases) {
      open(out, ran.suite(), ran.name());
      switch (ran.status()) {
        case PASS, DONE -> out.append("/>\n");
        case FAIL -> child(out, "failure", ran.message());
        case ERROR, MISS -> child(out, "error", ran.status() + " " + ran.message());
        case SKIP -> child(out, "skipped", ran.message());
      }
    }
    out.append("  </testsuite>\n");
  }

  private static void gates(StringBuilder out, VerificationResult result) {
    List<GateVerdict> gates = result.gates();
    suite(
        out,
        "gates",
        gates.size(),
        gates.stream().filter(g -> counted(g) == Verdict.FAIL).count(),
        gates.stream().filter(g -> counted(g) == Verdict.INCONCLUSIVE).count(),
        gates.stream().filter(JUnitXml::excused).count(),
        0);
    for (GateVerdict gate : gates) {
      open(out, "gates", gate.gate());
      String text = gate.rule() + ": " + gate.reason();
      if (excused(gate)) {
        String why =
            gate.waiver().map(w -> "waived by " + w.owner() + ", " + w.reason()).orElse("advisory");
        child(out, "skipped", why + ": " + text);
      } else {
        switch (gate.verdict()) {
          case PASS -> out.append("/>\n");
          case FAIL -> child(out, "failure", text);
          case INCONCLUSIVE -> child(out, "error", "inconclusive: " + text);
        }
      }
    }
    out.append("  </testsuite>\n");
  }

  private static Verdict counted(GateVerdict gate) {
    return gate.counted();
  }

  private static boolean excused(GateVerdict gate) {
    return gate.verdict() != Verdict.PASS && gate.counted() == Verdict.PASS;
  }

  private static void suite(
      StringBuilder out,
      String name,
      long tests,
      long failures,
      long errors,
      long skipped,
      double seconds) {
    out.append("  <testsuite name=\"").append(attribute(name));
    out.append("\" tests=\"").append(tests);
    out.append("\" failures=\"").append(failures);
    out.append("\" errors=\"").append(errors);
    out.append("\" skipped=\"").append(skipped);
    out.append("\" time=\"").append(String.format(Locale.ROOT, "%.3f", seconds)).append("\">\n");
  }

  private static void open(StringBuilder out, String suite, String name) {
    out.append("    <testcase classname=\"").append(attribute(suite));
    out.append("\" name=\"").append(attribute(name)).append('"');
  }

  private static void child(StringBuilder out, String element, String message) {
    out.append("><").append(element).append(" message=\"").append(attribute(message.strip()));
    out.append("\"/></testcase>\n");
  }

  private static String attribute(String text) {
    return OneLine.of(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
