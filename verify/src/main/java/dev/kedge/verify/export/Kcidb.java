package dev.kedge.verify.export;

import dev.kedge.verify.result.BootOutcome;
import dev.kedge.verify.result.BootResult;
import dev.kedge.verify.result.CaseResult;
import dev.kedge.verify.result.ConsoleReport;
import dev.kedge.verify.result.GateVerdict;
import dev.kedge.verify.result.KernelIdentity;
import dev.kedge.verify.result.Metric;
import dev.kedge.verify.result.Status;
import dev.kedge.verify.result.Verdict;
import dev.kedge.verify.result.VerificationResult;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * KCIDB I/O data, schema 5.3: one checkout and one build for each kernel; a test for each boot,
 * each case, each of its metrics and each gate; an issue with incidents for each kernel report
 * nobody asked for. What is not known is left out, as the schema wants it.
 */
public final class Kcidb {
  private static final int MAX_VALUES = 1_000;

  private final String origin;
  private final JsonMapper mapper = new JsonMapper();

  /**
   * Data of one origin.
   *
   * @param origin the name the CI system has at KCIDB: lower-case letters, digits and underscores
   * @throws IllegalArgumentException when the name is none
   */
  public Kcidb(String origin) {
    if (!origin.matches("[a-z0-9_]{1,64}")) {
      throw new IllegalArgumentException(
          "origin \"" + origin + "\": expected lower-case letters, digits and underscores");
    }
    this.origin = origin;
  }

  /** The whole verification as one JSON document. */
  public String text(VerificationResult result) {
    ObjectNode root = mapper.createObjectNode();
    root.putObject("version").put("major", 5).put("minor", 3);
    ArrayNode checkouts = root.putArray("checkouts");
    ArrayNode builds = root.putArray("builds");
    ArrayNode tests = root.putArray("tests");
    ArrayNode issues = root.putArray("issues");
    ArrayNode incidents = root.putArray("incidents");
    for (int k = 0; k < result.kernels().size(); k++) {
      kernel(result, result.kernels().get(k), id(result, "kernel", k), checkouts, builds);
    }
    Set<String> known = new LinkedHashSet<>();
    for (int b = 0; b < result.boots().size(); b++) {
      BootResult boot = result.boots().get(b);
      String build = build(result, boot.kernel());
      String bootId = id(result, "boot", b);
      boot(tests, boot, build, bootId);
      cases(tests, boot, build, bootId);
      reports(boot, bootId, known, issues, incidents);
    }
    gates(tests, result);
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  private String id(VerificationResult result, String what, int index) {
    return origin + ":" + result.id() + "-" + what + "-" + (index + 1);
  }

  private String build(VerificationResult result, String label) {
    for (int k = 0; k < result.kernels().size(); k++) {
      if (result.kernels().get(k).label().equals(label)) {
        return id(result, "kernel", k);
      }
    }
    throw new IllegalArgumentException("no kernel " + label);
  }

  private void kernel(
      VerificationResult result,
      KernelIdentity kernel,
      String id,
      ArrayNode checkouts,
      ArrayNode builds) {
    checkouts
        .addObject()
        .put("id", id)
        .put("origin", origin)
        .put("start_time", result.started().toString())
        .put("valid", true)
        .putObject("misc")
        .put("label", OneLine.of(kernel.label()))
        .put("release", OneLine.of(kernel.release().value()));
    ObjectNode misc =
        builds
            .addObject()
            .put("id", id)
            .put("checkout_id", id)
            .put("origin", origin)
            .put("architecture", OneLine.of(kernel.architecture()))
            .put("status", "PASS")
            .putObject("misc")
            .put("image_sha256", kernel.imageSha256())
            .put("image_bytes", kernel.imageBytes());
    kernel.buildId().ifPresent(buildId -> misc.put("build_id", buildId.hex()));
    if (!kernel.packageVersion().isEmpty()) {
      misc.put("package_version", OneLine.of(kernel.packageVersion()));
    }
  }

  private ObjectNode test(ArrayNode tests, String id, String build, String path, Status status) {
    return tests
        .addObject()
        .put("id", id)
        .put("build_id", build)
        .put("origin", origin)
        .put("path", path(path))
        .put("status", status.name());
  }

  private void boot(ArrayNode tests, BootResult boot, String build, String id) {
    ObjectNode test = test(tests, id, build, "boot", status(boot.outcome()));
    test.put("duration", boot.wall().toMillis() / 1000.0);
    test.putObject("environment").put("comment", OneLine.of(boot.machine()));
    ObjectNode misc = test.putObject("misc");
    misc.put("round", boot.round()).put("outcome", boot.outcome().name());
    if (!boot.detail().isEmpty()) {
      misc.put("detail", OneLine.of(boot.detail()));
    }
  }

  private static Status status(BootOutcome outcome) {
    return switch (outcome) {
      case COMPLETED, DRILLED, GUEST_FAILED -> Status.PASS;
      case PANICKED, TIMED_OUT, NEVER_READY, VANISHED -> Status.FAIL;
      case EMULATOR_SUSPECT -> Status.ERROR;
      case NOT_STARTED, CANCELLED -> Status.MISS;
    };
  }

  private void cases(ArrayNode tests, BootResult boot, String build, String bootId) {
    for (int c = 0; c < boot.cases().size(); c++) {
      CaseResult ran = boot.cases().get(c);
      String id = bootId + "-case-" + (c + 1);
      ObjectNode test = test(tests, id, build, ran.path(), ran.status());
      test.putObject("environment").put("comment", OneLine.of(boot.machine()));
      if (!ran.message().isEmpty()) {
        test.putObject("misc").put("message", OneLine.of(ran.message()));
      }
      for (int m = 0; m < ran.metrics().size(); m++) {
        metric(tests, ran, ran.metrics().get(m), build, id + "-metric-" + (m + 1), boot.machine());
      }
    }
  }

  private void metric(
      ArrayNode tests, CaseResult ran, Metric metric, String build, String id, String machine) {
    ObjectNode test = test(tests, id, build, ran.path() + "." + metric.name(), Status.DONE);
    test.putObject("environment").put("comment", OneLine.of(machine));
    if (metric.values().size() == 1) {
      ObjectNode number = test.putObject("number").put("value", metric.values().getFirst());
      if (!metric.unit().isEmpty() && !metric.unit().equals("1")) {
        number.put("unit", OneLine.of(metric.unit())).put("prefix", "metric");
      }
    }
    ObjectNode misc = test.putObject("misc").put("unit", OneLine.of(metric.unit()));
    misc.put("censored", metric.censored()).put("count", metric.values().size());
    ArrayNode values = misc.putArray("values");
    metric.values().stream().limit(MAX_VALUES).forEach(value -> values.add(value.doubleValue()));
  }

  private void reports(
      BootResult boot, String bootId, Set<String> known, ArrayNode issues, ArrayNode incidents) {
    int number = 0;
    for (ConsoleReport report : boot.reports()) {
      if (report.expected()) {
        continue;
      }
      String issue = origin + ":" + OneLine.of(report.fingerprint());
      if (known.add(issue)) {
        ObjectNode node =
            issues.addObject().put("id", issue).put("version", 1).put("origin", origin);
        node.put("report_subject", OneLine.of(report.title()));
        node.putObject("culprit").put("code", true);
        node.putObject("misc").put("type", report.type().toLowerCase(Locale.ROOT));
      }
      incidents
          .addObject()
          .put("id", bootId + "-incident-" + ++number)
          .put("origin", origin)
          .put("issue_id", issue)
          .put("issue_version", 1)
          .put("test_id", bootId)
          .put("present", true);
    }
  }

  private void gates(ArrayNode tests, VerificationResult result) {
    String build = build(result, result.candidate());
    for (int g = 0; g < result.gates().size(); g++) {
      GateVerdict gate = result.gates().get(g);
      ObjectNode test =
          test(tests, id(result, "gate", g), build, "gates." + gate.gate(), status(gate.verdict()));
      ObjectNode misc = test.putObject("misc");
      misc.put("rule", OneLine.of(gate.rule())).put("reason", OneLine.of(gate.reason()));
      misc.put("blocking", gate.blocking());
      gate.waiver().ifPresent(waiver -> misc.put("waived_by", OneLine.of(waiver.owner())));
    }
  }

  private static Status status(Verdict verdict) {
    return switch (verdict) {
      case PASS -> Status.PASS;
      case FAIL -> Status.FAIL;
      case INCONCLUSIVE -> Status.ERROR;
    };
  }

  /** The schema allows dots, letters, digits, underscores and hyphens. */
  private static String path(String path) {
    return path.replaceAll("[^.A-Za-z0-9_-]", "_");
  }
}
