package dev.kedge.cli;

import dev.kedge.model.HostId;
import dev.kedge.model.KernelRelease;
import dev.kedge.model.Printable;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampleCount;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code kedge profile import}: sends what another profiler recorded to a server. */
@Command(
    name = "import",
    description = "Sends a profile of another tool to a server, as windows of a host.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  perf script -F +pid > web-7.txt",
      "  kedge profile import web-7.txt --host web-7 --at 2026-11-22T10:00:00Z",
      "  kedge profile import app.jfr --host web-7 --server https://kedge.example:7878/"
    })
final class ProfileImportCommand implements Callable<Integer> {
  private static final Duration PROGRESS_AFTER = Duration.ofSeconds(2);

  private static final int REASONS = 10;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "FILE", description = "profile to send")
  private Path file = Path.of("");

  @Option(
      names = "--host",
      paramLabel = "NAME",
      required = true,
      description = "host the profile is of")
  private String host = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "auto",
      description = "perf-script, folded, pprof, otlp, jfr; auto, the default, looks into the file")
  private String format = "auto";

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = {
        "when the profile began, as 2026-11-22T10:00:00Z; default what the file",
        "tells, or else such a time that it ended when the file was last changed"
      })
  private @Nullable String at;

  @Option(
      names = "--kernel",
      paramLabel = "RELEASE",
      defaultValue = "unknown",
      description = "kernel of a host the server has not heard of yet (uname -r)")
  private String kernel = "unknown";

  @Option(
      names = "--server",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:7878/",
      description = "server to send to, default http://127.0.0.1:7878/")
  private URI server = URI.create("http://127.0.0.1:7878/");

  @Option(
      names = "--server-cert",
      paramLabel = "FILE",
      description = "PEM certificate the server must show, instead of the system's authorities")
  private @Nullable Path certificate;

  @Mixin private TokenOption token = new TokenOption();

  @Option(names = "--json", description = "print what was sent as a JSON object")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    HostId name = new HostId(host);
    KernelRelease release = new KernelRelease(kernel);
    ProfileUpload upload =
        new ProfileUpload(server, token.token(), name, Optional.ofNullable(certificate));
    ImportedFile.Content content =
        new ImportedFile(file, format(), Optional.ofNullable(at).map(ProfileImportCommand::time))
            .read(name);
    PrintWriter err = spec.commandLine().getErr();
    List<ProfileWindow> windows = content.windows();
    content.refused().stream()
        .distinct()
        .limit(REASONS)
        .forEach(reason -> err.println("left out: " + reason));
    if (windows.isEmpty()) {
      throw new IOException(Printable.of(file.toString(), 400) + ": holds no sample");
    }
    Optional<Boolean> known = upload.isKnown();
    if (known.isEmpty()) {
      err.println(
          "the token may not ask whether %s is known; if not, import with one of the role admin"
              .formatted(name));
    } else if (!known.get()) {
      upload.introduce(windows.getFirst(), release, Instant.now());
    }
    send(windows, upload, err);
    report(content);
    return ExitCode.OK;
  }

  private Optional<ImportFormat> format() {
    if (format.equals("auto")) {
      return Optional.empty();
    }
    return Optional.of(
        ImportFormat.named(format)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "--format %s: expected auto, perf-script, folded, pprof, otlp or jfr"
                        .formatted(Printable.of(format, 40)))));
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "--at %s: expected a time such as 2026-11-22T10:00:00Z".formatted(Printable.of(text, 40)),
          e);
    }
  }

  private static void send(List<ProfileWindow> windows, ProfileUpload upload, PrintWriter err)
      throws IOException {
    long next = System.nanoTime() + PROGRESS_AFTER.toNanos();
    int sent = 0;
    for (ProfileWindow window : windows) {
      upload.send(window);
      sent++;
      if (System.nanoTime() - next > 0) {
        err.println("%d of %d windows sent".formatted(sent, windows.size()));
        err.flush();
        next = System.nanoTime() + PROGRESS_AFTER.toNanos();
      }
    }
  }

  private void report(ImportedFile.Content content) {
    List<ProfileWindow> windows = content.windows();
    PrintWriter out = spec.commandLine().getOut();
    Instant from =
        windows.stream().map(w -> w.range().start()).min(Instant::compareTo).orElseThrow();
    Instant to = windows.stream().map(w -> w.range().end()).max(Instant::compareTo).orElseThrow();
    long samples =
        windows.stream().flatMap(w -> w.samples().stream()).mapToLong(SampleCount::count).sum();
    long lost = windows.stream().mapToLong(ProfileWindow::lost).sum();
    if (json) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("host", host);
      object.put("format", content.format().option());
      object.put("from", from.toString());
      object.put("to", to.toString());
      object.put("windows", windows.size());
      object.put("samples", samples);
      object.put("lost", lost);
      object.put("skipped", content.skipped());
      out.println(JsonMapper.builder().build().writeValueAsString(object));
      return;
    }
    out.println(
        "%s: %d samples of %s to %s sent in %d windows (%s), %d lost"
            .formatted(host, samples, from, to, windows.size(), content.format().option(), lost));
    if (content.skipped() > 0) {
      out.println(
          "%d samples left out: of other events, or showing the same work a second time"
              .formatted(content.skipped()));
    }
  }
}
