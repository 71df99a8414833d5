package dev.kedge.cli;

import dev.kedge.report.Executor;
import dev.kedge.report.HostReport;
import dev.kedge.report.KernelReport;
import dev.kedge.report.LogReading;
import dev.kedge.report.carrier.Carrier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** The JSON form of {@code kedge report --json}: one object per file, a contract for scripts. */
final class ReportJson {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private ReportJson() {}

  static String line(String file, LogReading reading, List<String> damages) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("file", file);
    object.put("carriers", reading.carriers().stream().map(Carrier::label).sorted().toList());
    object.put("hosts", reading.hosts());
    object.put("lost", reading.losses().counts());
    object.put("damages", damages);
    object.put("reports", reading.reports().stream().map(ReportJson::report).toList());
    return JSON.writeValueAsString(object);
  }

  private static Map<String, @Nullable Object> report(HostReport found) {
    Map<String, @Nullable Object> object = report(found.report());
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

  private static Map<String, @Nullable Object> report(KernelReport report) {
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
    object.put("text", report.text());
    return object;
  }

  private static Map<String, Object> executor(Executor executor) {
    return Map.of("proc", executor.process(), "id", executor.program());
  }
}
