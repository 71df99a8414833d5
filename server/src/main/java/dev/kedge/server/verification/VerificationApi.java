package dev.kedge.server.verification;

import dev.kedge.model.Printable;
import dev.kedge.server.auth.Access;
import dev.kedge.server.http.Call;
import dev.kedge.server.http.Gate;
import dev.kedge.server.http.JsonOut;
import dev.kedge.server.http.Problem;
import dev.kedge.server.http.ProblemException;
import dev.kedge.server.http.Route;
import dev.kedge.server.intake.BodyReader;
import dev.kedge.verify.VerifyException;
import dev.kedge.verify.result.Certificate;
import dev.kedge.verify.result.CertificateJson;
import dev.kedge.verify.result.ResultsJson;
import io.helidon.http.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Takes in verifications and their certificates, lists them and gives them out. */
public final class VerificationApi {
  private static final String ROOT = "/api/v1/verifications";
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:+~-]{0,119}");
  private static final int RESULT_BYTES = 64 << 20;
  private static final int KEPT = 500;
  private static final int MESSAGE = 600;

  private final VerificationFiles files;
  private final ResultsJson results = new ResultsJson(RESULT_BYTES);
  private final CertificateJson certificates = new CertificateJson();
  private final BodyReader resultBody;
  private final BodyReader certificateBody;

  /** Keeps them in this folder. */
  public VerificationApi(Path folder) {
    Duration time = Duration.ofMinutes(1);
    this.files = new VerificationFiles(folder, KEPT);
    this.resultBody = new BodyReader(RESULT_BYTES, RESULT_BYTES, time);
    int small = (int) CertificateJson.MAX_BYTES;
    this.certificateBody = new BodyReader(small, small, time);
  }

  /**
   * The routes.
   *
   * @param queries the bound of what is only read
   */
  public List<Route> routes(Gate queries) {
    Gate intake = Gate.of("verifications", 1, Duration.ofSeconds(5));
    String one = ROOT + "/{verification}";
    return List.of(
        new Route(Method.GET, ROOT, Access.READ, queries, List.of(), this::list),
        new Route(Method.POST, ROOT, Access.INTAKE, intake, List.of(), this::take),
        new Route(Method.GET, one, Access.READ, queries, List.of(), this::results),
        new Route(
            Method.GET, one + "/certificate", Access.READ, queries, List.of(), this::certificate),
        new Route(
            Method.POST, one + "/certificate", Access.INTAKE, intake, List.of(), this::certify));
  }

  private void list(Call call) {
    List<Summary> all = files.all();
    call.json(
        200,
        json -> {
          json.begin();
          json.beginArray("verifications");
          all.forEach(summary -> write(json, summary));
          json.endArray();
          json.end();
        });
  }

  private void write(JsonOut json, Summary summary) {
    json.begin();
    json.text("id", summary.id());
    json.time("started", summary.started());
    json.time("ended", summary.ended());
    json.text("baseline", summary.baseline());
    json.text("candidate", summary.candidate());
    json.text("release", summary.release());
    json.text("plan", summary.plan());
    json.text("verdict", summary.verdict().name().toLowerCase(Locale.ROOT));
    json.number("boots", summary.boots());
    json.number("gates", summary.gates());
    json.number("open", summary.open());
    json.number("waived", summary.waived());
    json.text("certificateKey", files.certificate(summary.id()).map(Certificate::key));
    json.end();
  }

  private void take(Call call) {
    requireJson(call);
    byte[] bytes = resultBody.read(call);
    var result = understood(() -> results.decode("results.json", bytes));
    Summary summary = Summary.of(result, VerificationFiles.sha256(bytes));
    VerificationFiles.Taken taken = files.add(summary, bytes);
    if (taken == VerificationFiles.Taken.OTHER) {
      throw new ProblemException(
          new Problem(409, "another verification has the id " + summary.id()));
    }
    call.json(
        200,
        json -> {
          json.begin();
          json.text("id", summary.id());
          json.flag("duplicate", taken == VerificationFiles.Taken.DUPLICATE);
          json.end();
        });
  }

  private void results(Call call) {
    call.bytes(200, "application/json", files.results(known(call).id()));
  }

  private void certificate(Call call) {
    Certificate certificate =
        files
            .certificate(known(call).id())
            .orElseThrow(() -> ProblemException.notFound("the verification has no certificate"));
    call.bytes(200, "application/json", certificates.encode(certificate));
  }

  private void certify(Call call) {
    requireJson(call);
    Summary summary = known(call);
    byte[] bytes = certificateBody.read(call);
    Certificate certificate = understood(() -> certificates.decode("certificate.json", bytes));
    if (!certificate.statement().resultsSha256().equals(summary.sha256())
        || !certificate.statement().verification().equals(summary.id())) {
      throw ProblemException.badRequest(
          "the certificate was not issued for these results; send the results it was issued for");
    }
    Optional<Certificate> before = files.certificate(summary.id());
    files.certify(summary.id(), certificate);
    call.json(
        200,
        json -> {
          json.begin();
          json.text("id", summary.id());
          json.flag("duplicate", before.equals(Optional.of(certificate)));
          json.end();
        });
  }

  private Summary known(Call call) {
    String rest = call.path().substring(ROOT.length() + 1);
    String id = rest.contains("/") ? rest.substring(0, rest.indexOf('/')) : rest;
    if (!ID.matcher(id).matches()) {
      throw ProblemException.notFound("no verification has this name");
    }
    return files
        .find(id)
        .orElseThrow(() -> ProblemException.notFound("no verification " + id + " was sent here"));
  }

  private static void requireJson(Call call) {
    if (!call.mediaType().equals("application/json")) {
      throw new ProblemException(new Problem(415, "the Content-Type is application/json"));
    }
  }

  private static <T> T understood(Supplier<T> work) {
    try {
      return work.get();
    } catch (VerifyException e) {
      throw ProblemException.badRequest(Printable.of(String.valueOf(e.getMessage()), MESSAGE));
    }
  }
}
