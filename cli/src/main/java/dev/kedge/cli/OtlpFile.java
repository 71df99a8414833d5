package dev.kedge.cli;

import dev.kedge.profile.ProfileFormatException;
import dev.kedge.profile.otlp.OtlpCodec;
import dev.kedge.profile.otlp.OtlpMessage;
import dev.kedge.profile.otlp.OtlpProfile;
import dev.kedge.server.intake.OtlpJson;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages of OTLP in a file: one in binary form, or in JSON one for all of the file or one for
 * each line, as the collector's file exporter writes them. Static functions only.
 */
final class OtlpFile {
  /** Messages of a file at most; an exporter that writes one a second needs a day for so many. */
  private static final int MESSAGES = 100_000;

  /** Samples of all messages together at most: each of them is held until all are windows. */
  private static final long SAMPLES = 10_000_000;

  private OtlpFile() {}

  /** Whether the bytes begin as an object in JSON; a binary message begins with 0x0a or 0x12. */
  static boolean isJson(byte[] bytes) {
    int brace = firstBeyondBlanks(bytes, 0, bytes.length);
    int name = firstBeyondBlanks(bytes, brace + 1, bytes.length);
    return name < bytes.length && bytes[brace] == '{' && bytes[name] == '"';
  }

  /** Whether the bytes, which may have been packed, are messages of OTLP rather than pprof. */
  static boolean isMessage(byte[] bytes) {
    return isJson(bytes) || OtlpCodec.isMessage(bytes);
  }

  /**
   * What is in the messages, added up.
   *
   * @throws ProfileFormatException with the place of what is wrong
   */
  static OtlpMessage read(byte[] bytes) {
    return isJson(bytes) ? json(bytes) : OtlpCodec.read(bytes);
  }

  private static OtlpMessage json(byte[] bytes) {
    if (!isOnePerLine(bytes)) {
      return OtlpCodec.read(new OtlpJson().binary(bytes));
    }
    List<OtlpProfile> profiles = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    int line = 0;
    int messages = 0;
    long samples = 0;
    for (int start = 0; start < bytes.length; start = lineEnd(bytes, start) + 1) {
      line++;
      int end = lineEnd(bytes, start);
      if (firstBeyondBlanks(bytes, start, end) == end) {
        continue;
      }
      if (++messages > MESSAGES) {
        throw new ProfileFormatException(
            "line", line, "more than %d messages: split the file".formatted(MESSAGES));
      }
      OtlpMessage message = message(new OtlpJson(line).binary(bytes, start, end - start), line);
      samples += message.profiles().stream().mapToLong(OtlpFile::entries).sum();
      if (samples > SAMPLES) {
        throw new ProfileFormatException(
            "line", line, "more than %d samples: split the file".formatted(SAMPLES));
      }
      profiles.addAll(message.profiles());
      refused.addAll(message.refused());
    }
    return new OtlpMessage(profiles, refused);
  }

  private static long entries(OtlpProfile profile) {
    return (long) profile.timed().samples().size() + profile.counted().size();
  }

  private static OtlpMessage message(byte[] binary, int line) {
    try {
      return OtlpCodec.read(binary);
    } catch (ProfileFormatException e) {
      throw new ProfileFormatException("line", line, "in binary form, " + e.getMessage(), e);
    }
  }

  /** Whether a line ends in a bracket and a later one begins with one: else it is one message. */
  private static boolean isOnePerLine(byte[] bytes) {
    int first = firstBeyondBlanks(bytes, 0, bytes.length);
    int end = lineEnd(bytes, first);
    int next = firstBeyondBlanks(bytes, end, bytes.length);
    return next < bytes.length && bytes[next] == '{' && bytes[lastOf(bytes, first, end)] == '}';
  }

  private static int lastOf(byte[] bytes, int from, int end) {
    int at = end - 1;
    while (at > from && isBlank(bytes[at])) {
      at--;
    }
    return at;
  }

  private static int lineEnd(byte[] bytes, int from) {
    int at = from;
    while (at < bytes.length && bytes[at] != '\n') {
      at++;
    }
    return at;
  }

  private static int firstBeyondBlanks(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && isBlank(bytes[at])) {
      at++;
    }
    return at;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\n' || b == '\r';
  }
}
