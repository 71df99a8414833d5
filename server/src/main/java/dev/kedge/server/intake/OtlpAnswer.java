package dev.kedge.server.intake;

import dev.kedge.profile.protobuf.MessageOutput;
import dev.kedge.server.http.FailureForm;
import dev.kedge.server.http.JsonBody;
import dev.kedge.server.http.JsonOut;
import dev.kedge.server.http.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * What an OTLP sender is told: {@code ExportProfilesServiceResponse} with its partial success, or
 * {@code google.rpc.Status} where the request failed (OTLP specification, "OTLP/HTTP Response").
 *
 * @param rejected profiles that were not taken
 * @param message why, empty where there is nothing to say
 */
record OtlpAnswer(long rejected, String message) {
  private static final int PARTIAL_SUCCESS = 1;
  private static final int REJECTED_PROFILES = 1;
  private static final int ERROR_MESSAGE = 2;
  private static final int STATUS_MESSAGE = 2;

  static final FailureForm FAILURES =
      new FailureForm(
          AgentIntake.MEDIA_TYPE,
          OtlpAnswer::status,
          Optional.of(new FailureForm("application/json", OtlpAnswer::jsonStatus)));

  byte[] bytes() {
    if (rejected == 0 && message.isEmpty()) {
      return new byte[0];
    }
    return encoded(out ->
        out.message(
            PARTIAL_SUCCESS,
            partial -> {
              partial.number(REJECTED_PROFILES, rejected);
              partial.text(ERROR_MESSAGE, message);
            }));
  }

  /** The same for those who sent JSON. */
  byte[] json() {
    return encodedJson(json -> {
      if (rejected != 0 || !message.isEmpty()) {
        json.begin("partialSuccess");
        // The JSON of proto3 writes numbers of 64 bits as texts.
        json.text("rejectedProfiles", String.valueOf(rejected));
        json.text("errorMessage", message);
        json.end();
      }
    });
  }

  private static byte[] jsonStatus(Problem problem) {
    return encodedJson(json -> json.text("message", problem.detail()));
  }

  private static byte[] encodedJson(JsonBody fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonOut json = new JsonOut(bytes)) {
      json.begin();
      fields.write(json);
      json.end();
    }
    return bytes.toByteArray();
  }

  private static byte[] status(Problem problem) {
    return encoded(out -> out.text(STATUS_MESSAGE, problem.detail()));
  }

  private static byte[] encoded(MessageOutput.Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    MessageOutput out = new MessageOutput(bytes);
    try {
      body.write(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail", e);
    }
    return bytes.toByteArray();
  }
}
