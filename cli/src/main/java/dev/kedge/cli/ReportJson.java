package dev.kedge.cli;

import dev.kedge.report.Executor;
import dev.kedge.report.HostReport;
import dev.kedge.report.KernelReport;
import dev.kedge.report.LogReading;
import dev.kedge.report.ReportParser;
import dev.kedge.report.ReportRun;
import dev.kedge.report.carrier.Carrier;
import dev.kedge.report.detail.ReportDetails;
import dev.kedge.report.fingerprint.Blocker;
import dev.kedge.report.fingerprint.Fingerprint;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** The JSON form of {@code kedge report --json}: one object per file, a contract for scripts. */
final class ReportJson {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private ReportJson() {}

  static String line(
      String file,
      LogReading reading,
      List<ReportRun> runs,
      List<String> damages,
      ReportParser parser) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("file", file);
    object.put("carriers", reading.carriers().stream().map(Carrier::label).sorted().toList());
    object.put("hosts", reading.hosts());
    object.put("lost", reading.losses().counts());
    object.put("damages", damages);
    object.put(
        "reports",
        runs.stream()
            .flatMap(run -> run.reports().stream().map(found -> report(found, run, parser)))
            .sorted(Comparator.comparing(report -> (Integer) report.get("startLine")))
            .toList());
    object.put(
        "events",
        reading.events().stream().map(found -> ReportDetailsJson.event(found.event())).toList());
    object.put("occurrences", runs.stream().map(ReportJson::occurrence).toList());
    return JSON.writeValueAsString(object);
  }

  private static Map<String, Object> occurrence(ReportRun run) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("startLine", run.report().startLine());
    object.put("times", run.times());
    object.put("lastedSeconds", run.lasted().toNanos() / 1e9);
    return object;
  }

  /** The parts reports are grouped by. */
  static Map<String, @Nullable Object> fingerprint(Fingerprint print) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("version", Fingerprint.VERSION);
    object.put("titles", List.copyOf(print.titles()));
    object.put("stack", print.stackHash().orElse(null));
    object.put("frames", print.stack());
    object.put("blocker", print.blocker().map(Blocker::key).orElse(null));
    object.put("module", print.module().orElse(null));
    object.put("file", print.file().orElse(null));
    return object;
  }

  private static Map<String, @Nullable Object> report(
      HostReport found, ReportRun run, ReportParser parser) {
    KernelReport report = found.report();
    Map<String, @Nullable Object> object = report(report, run);
    Optional<ReportDetails> details = parser.details(report);
    object.put("severity", parser.severity(report).label());
    object.put("guiltyFile", details.flatMap(ReportDetails::guiltyFile).orElse(null));
    object.put("details", details.map(ReportDetailsJson::details).orElse(null));
    object.put("host", found.host().isEmpty() ? null : found.host());
    object.put("boot", found.boot());
    object.put("bootId", found.bootId().isEmpty() ? null : found.bootId());
    object.put("at", found.at().map(Object::toString).orElse(null));
    object.put("lost", found.lost());
    return object;
  }

  static String error(String file, String reason) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("file", file);
    object.put("error", reason);
    object.put("reports", List.of());
    return JSON.writeValueAsString(object);
  }

  private static Map<String, @Nullable Object> report(KernelReport report, ReportRun run) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("title", report.title());
    object.put("alts", report.alternativeTitles());
    object.put("type", report.type().label());
    object.put("frame", report.frame().orElse(null));
    object.put("corrupted", report.corrupted());
    object.put("suppressed", report.suppressed());
    object.put("panicked", report.panicked());
    object.put("executor", report.executor().map(ReportJson::executor).orElse(null));
    object.put("startLine", report.startLine());
    object.put("endLine", report.endLine());
    object.put("uptimeSeconds", report.uptime().map(d -> d.toNanos() / 1e9).orElse(null));
    object.put("kernel", report.kernel().map(Object::toString).orElse(null));
    object.put("task", report.task().orElse(null));
    object.put("pid", report.pid().orElse(null));
    object.put("cpu", report.cpu().orElse(null));
    object.put("blameLine", report.blameLine().orElse(null));
    object.put("fingerprint", fingerprint(run.fingerprint()));
    object.put("text", report.text());
    return object;
  }

  private static Map<String, Object> executor(Executor executor) {
    return Map.of("proc", executor.process(), "id", executor.program());
  }
}
