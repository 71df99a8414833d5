package dev.kedge.wire;

import dev.kedge.model.KernelRelease;
import dev.kedge.report.Executor;
import dev.kedge.report.KernelReport;
import dev.kedge.report.ReportType;
import dev.kedge.wire.proto.ExecutorMessage;
import dev.kedge.wire.proto.ReportMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The report inside an occurrence, field by field. */
final class ReportFields {
  private static final Map<String, ReportType> TYPES =
      Arrays.stream(ReportType.values())
          .collect(Collectors.toUnmodifiableMap(ReportType::label, Function.identity()));

  private ReportFields() {}

  static ReportMessage message(KernelReport report) {
    WireLimits.count(
        "alternative titles", report.alternativeTitles().size(), WireLimits.SHORT_LIST);
    ReportMessage.Builder message =
        ReportMessage.newBuilder()
            .setTitle(line("title", report.title()))
            .setType(report.type().label())
            .setCorrupted(report.corrupted())
            .setSuppressed(report.suppressed())
            .setPanicked(report.panicked())
            .setStartLine(WireLimits.notNegative("start line", report.startLine()))
            .setEndLine(WireLimits.notNegative("end line", report.endLine()))
            .setText(WireLimits.text("report text", report.text(), WireLimits.REPORT_TEXT));
    report
        .alternativeTitles()
        .forEach(title -> message.addAlternativeTitles(line("alternative title", title)));
    report.frame().ifPresent(frame -> message.setFrame(function("frame", frame)));
    report
        .executor()
        .ifPresent(executor ->
            message.setExecutor(
                ExecutorMessage.newBuilder()
                    .setProcess(executor.process())
                    .setProgram(executor.program())));
    report.uptime().ifPresent(uptime -> message.setUptime(WireValues.nanos("uptime", uptime)));
    report.kernel().ifPresent(kernel -> message.setKernel(kernel.value()));
    report.task().ifPresent(task -> message.setTask(line("task", task)));
    report.pid().ifPresent(message::setPid);
    report.cpu().ifPresent(message::setCpu);
    report
        .blameLine()
        .ifPresent(blame -> message.setBlameLine(WireLimits.notNegative("blame line", blame)));
    return message.build();
  }

  static KernelReport report(ReportMessage message) {
    int startLine = WireLimits.notNegative("start line", message.getStartLine());
    int endLine = WireLimits.notNegative("end line", message.getEndLine());
    return new KernelReport(
        line("title", message.getTitle()),
        alternativeTitles(message),
        TYPES.getOrDefault(message.getType(), ReportType.UNKNOWN),
        message.hasFrame() ? Optional.of(function("frame", message.getFrame())) : Optional.empty(),
        message.getCorrupted(),
        message.getSuppressed(),
        message.getPanicked(),
        message.hasExecutor()
            ? Optional.of(
                new Executor(
                    message.getExecutor().getProcess(), message.getExecutor().getProgram()))
            : Optional.empty(),
        startLine,
        endLine,
        message.hasUptime() ? Optional.of(Duration.ofNanos(message.getUptime())) : Optional.empty(),
        message.hasKernel()
            ? Optional.of(new KernelRelease(message.getKernel()))
            : Optional.empty(),
        message.hasTask() ? Optional.of(line("task", message.getTask())) : Optional.empty(),
        message.hasPid() ? Optional.of(message.getPid()) : Optional.empty(),
        message.hasCpu() ? Optional.of(message.getCpu()) : Optional.empty(),
        message.hasBlameLine()
            ? Optional.of(WireLimits.notNegative("blame line", message.getBlameLine()))
            : Optional.empty(),
        WireLimits.text("report text", message.getText(), WireLimits.REPORT_TEXT));
  }

  private static List<String> alternativeTitles(ReportMessage message) {
    int count =
        WireLimits.count(
            "alternative titles", message.getAlternativeTitlesCount(), WireLimits.SHORT_LIST);
    List<String> titles = new ArrayList<>(count);
    for (String title : message.getAlternativeTitlesList()) {
      titles.add(line("alternative title", title));
    }
    return titles;
  }

  private static String line(String field, String value) {
    return WireLimits.text(field, value, WireLimits.TEXT);
  }

  private static String function(String field, String value) {
    return WireLimits.text(field, value, WireLimits.FUNCTION_TEXT);
  }
}
