package dev.kedge.server.intake;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Answers to the requests of the last minutes, by what was sent: a sender that did not see its
 * answer sends again, and OTLP numbers nothing. Forgotten when the server ends. Safe for many
 * threads.
 */
final class RecentBodies {
  private static final int KEPT = 10_000;

  private final Map<String, OtlpAnswer> answers = new LinkedHashMap<>();

  /** What tells a body from others. */
  static String digest(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  synchronized Optional<OtlpAnswer> answer(String digest) {
    return Optional.ofNullable(answers.get(digest));
  }

  synchronized void remember(String digest, OtlpAnswer answer) {
    answers.put(digest, answer);
    if (answers.size() > KEPT) {
      answers.remove(answers.keySet().iterator().next());
    }
  }
}
