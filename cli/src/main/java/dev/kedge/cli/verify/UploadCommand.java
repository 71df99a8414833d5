package dev.kedge.cli.verify;

import dev.kedge.cli.ExitCode;
import dev.kedge.verify.export.ReportExcerpts;
import dev.kedge.verify.result.ResultsJson;
import dev.kedge.verify.result.VerificationResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code kedge verify upload}: results to a server. */
@Command(
    name = "upload",
    description = {
      "Sends results to a Kedge server: the verification itself, its certificate when there is"
          + " one,",
      "and each kernel report nobody asked for, which is filed with the reports of the fleet under",
      "a host named verify.RELEASE. Sending again changes nothing."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  kedge verify upload verify-results --server https://kedge.example:7878/",
      "The token may also be in the environment variable KEDGE_TOKEN."
    })
final class UploadCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "DIR", description = "the folder of results")
  private Path folder = Path.of("verify-results");

  @Option(names = "--server", required = true, paramLabel = "URL", description = "the server")
  private URI server = URI.create("http://127.0.0.1:7878/");

  @Option(names = "--token-file", paramLabel = "FILE", description = "file that holds the token")
  private @Nullable Path tokenFile;

  @Option(names = "--json", description = "print a JSON object")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    ResultsJson results = new ResultsJson();
    VerificationResult result = results.read(folder);
    List<ReportExcerpts.Excerpt> excerpts = ReportExcerpts.of(folder, result);
    VerificationUpload upload = new VerificationUpload(server, token());
    upload.results(results.bytes(folder));
    Path certificate = folder.resolve("certificate.json");
    boolean certified = Files.exists(certificate);
    if (certified) {
      upload.certificate(result.id(), Files.readAllBytes(certificate));
    }
    for (ReportExcerpts.Excerpt excerpt : excerpts) {
      upload.console(
          excerpt.host(), excerpt.name(), excerpt.text().getBytes(StandardCharsets.ISO_8859_1));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          JsonMapper.shared()
              .writeValueAsString(
                  Map.of(
                      "verification", result.id(),
                      "certificate", certified,
                      "reports", excerpts.size())));
    } else {
      out.printf(
          "%s sent%s, %d kernel reports filed%n",
          result.id(), certified ? " with its certificate" : "", excerpts.size());
    }
    out.flush();
    return ExitCode.OK;
  }

  private Optional<String> token() throws IOException {
    if (tokenFile == null) {
      return Optional.ofNullable(System.getenv("KEDGE_TOKEN"));
    }
    String text = Files.readString(tokenFile).strip();
    return Optional.of(text.substring(text.lastIndexOf(' ') + 1));
  }
}
