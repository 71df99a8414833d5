package dev.kedge.cli.verify;

import dev.kedge.cli.ExitCode;
import dev.kedge.verify.VerifyException;
import dev.kedge.verify.certificate.CertificateCheck;
import dev.kedge.verify.certificate.KeyFiles;
import dev.kedge.verify.result.Certificate;
import dev.kedge.verify.result.CertificateJson;
import dev.kedge.verify.result.ResultsJson;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code kedge verify check-certificate}: whether a certificate holds. */
@Command(
    name = "check-certificate",
    description = {
      "Checks a release certificate: that a trusted key signed these very bytes, that its waivers",
      "still count, and, with --results, that it was issued for these results."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  kedge verify check-certificate certificate.json --trust release.pub.pem",
      "",
      "Exit code 1 when it does not hold."
    })
final class CheckCertificateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "the certificate")
  private Path file = Path.of("certificate.json");

  @Option(
      names = "--trust",
      required = true,
      paramLabel = "FILE",
      description = "a public key to trust; may be given more than once")
  private List<Path> trusted = List.of();

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description = "the results it must have been issued for")
  private @Nullable Path results;

  @Option(names = "--json", description = "print a JSON object")
  private boolean json;

  @Override
  public Integer call() {
    List<String> problems = problems();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          JsonMapper.shared()
              .writeValueAsString(Map.of("holds", problems.isEmpty(), "problems", problems)));
    } else if (problems.isEmpty()) {
      out.println("holds: " + file);
    } else {
      problems.forEach(problem -> out.println("does not hold: " + problem));
    }
    out.flush();
    return problems.isEmpty() ? ExitCode.OK : ExitCode.FINDING;
  }

  private List<String> problems() {
    var check =
        new CertificateCheck(
            trusted.stream().map(KeyFiles::readPublic).toList(), InstantSource.system());
    Certificate certificate;
    try {
      certificate = new CertificateJson().read(file);
    } catch (VerifyException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
    return results == null
        ? check.problems(certificate)
        : check.problems(certificate, new ResultsJson().bytes(results));
  }
}
