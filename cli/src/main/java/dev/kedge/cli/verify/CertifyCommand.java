package dev.kedge.cli.verify;

import dev.kedge.cli.ExitCode;
import dev.kedge.verify.certificate.CertificateSigner;
import dev.kedge.verify.certificate.KeyFiles;
import dev.kedge.verify.result.Certificate;
import dev.kedge.verify.result.CertificateJson;
import dev.kedge.verify.result.ResultsJson;
import dev.kedge.verify.result.Verdict;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kedge verify certify}: a signed release certificate. */
@Command(
    name = "certify",
    description = {
      "Signs a release certificate for the candidate of a verification that passed.",
      "Exit code 1, and no certificate, when it did not pass."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  kedge verify certify verify-results --key release.pem"})
final class CertifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "DIR", description = "the folder of results")
  private Path folder = Path.of("verify-results");

  @Option(names = "--key", required = true, paramLabel = "FILE", description = "the private key")
  private Path key = Path.of("release.pem");

  @Option(
      names = "--public-key",
      paramLabel = "FILE",
      description = "its public half, default the same name with .pub.pem")
  private Path publicKey = Path.of("");

  @Option(names = "--json", description = "print the certificate")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    ResultsJson results = new ResultsJson();
    var seen = results.read(folder);
    if (seen.verdict() != Verdict.PASS) {
      spec.commandLine()
          .getErr()
          .printf("no certificate: the verdict of %s is %s%n", seen.id(), seen.verdict());
      return ExitCode.FINDING;
    }
    Path other = publicKey.toString().isEmpty() ? publicHalf(key) : publicKey;
    Certificate certificate =
        new CertificateSigner(
                KeyFiles.readPrivate(key), KeyFiles.readPublic(other), InstantSource.system())
            .certify(folder.toString(), results.bytes(folder));
    Path file = folder.resolve("certificate.json");
    CertificateJson form = new CertificateJson();
    form.write(file, certificate);
    if (json) {
      out.print(new String(form.encode(certificate), StandardCharsets.UTF_8));
    } else {
      out.printf("%s  %s%n", file, certificate.statement().kernel().release());
    }
    out.flush();
    return ExitCode.OK;
  }

  private static Path publicHalf(Path key) {
    return key.resolveSibling(key.getFileName().toString().replaceFirst("(\\.pem)?$", ".pub.pem"));
  }
}
