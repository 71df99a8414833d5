package dev.kedge.cli;

import dev.kedge.report.detail.CodeBytes;
import dev.kedge.report.detail.ReportDetails;
import dev.kedge.report.detail.RoleStack;
import dev.kedge.report.event.FleetEvent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The JSON form of what a report tells besides its title, and of events. */
final class ReportDetailsJson {
  private ReportDetailsJson() {}

  static Map<String, @Nullable Object> details(ReportDetails details) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("context", details.context().isEmpty() ? null : details.context());
    object.put("hardware", details.hardware().orElse(null));
    object.put("workQueue", details.workQueue().orElse(null));
    object.put(
        "taints",
        details.taints().stream()
            .map(t -> t.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .toList());
    object.put("registers", details.registers());
    object.put("code", details.code().map(ReportDetailsJson::code).orElse(null));
    object.put("stalledCpus", details.stalledCpus());
    object.put("stacks", details.stacks().stream().map(ReportDetailsJson::stack).toList());
    return object;
  }

  private static Map<String, Object> code(CodeBytes code) {
    return Map.of("units", code.units(), "trapping", code.trapping());
  }

  private static Map<String, Object> stack(RoleStack stack) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("role", stack.role().label());
    object.put("title", stack.title());
    object.put("line", stack.line());
    object.put("functions", stack.functions());
    return object;
  }

  static Map<String, @Nullable Object> event(FleetEvent event) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("kind", event.kind());
    object.put("area", event.area());
    object.put("severity", event.severity().label());
    object.put("title", event.title());
    object.put("host", event.host().isEmpty() ? null : event.host());
    object.put("device", event.device().orElse(null));
    object.put("startLine", event.startLine());
    object.put("endLine", event.endLine());
    object.put("count", event.count());
    object.put("firstSeconds", seconds(event.first()));
    object.put("lastSeconds", seconds(event.last()));
    object.put("text", event.text());
    return object;
  }

  private static @Nullable Double seconds(Optional<Duration> time) {
    return time.map(t -> t.toNanos() / 1e9).orElse(null);
  }
}
