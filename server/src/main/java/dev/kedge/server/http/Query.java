package dev.kedge.server.http;

import dev.kedge.model.Printable;
import dev.kedge.model.TimeRange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** The query parameters of a request, each checked before it is used. Immutable. */
public final class Query {
  private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");
  private static final int MAX_LENGTH = 16 * 1024;

  /** Years 0001 to 9999, what RFC 3339 can write. */
  private static final long MIN_MILLIS = -62_135_596_800_000L;

  private static final long MAX_MILLIS = 253_402_300_799_999L;

  /** Stands in a list of allowed names for any: none of them is read. */
  public static final String ANY = "*";

  private final Map<String, String> values;

  private Query(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /**
   * Splits a query and refuses what the route does not know.
   *
   * @param raw the part of the URL after the question mark, still encoded; empty without one
   * @param allowed names of the parameters the route knows
   * @throws ProblemException when a parameter is unknown, given twice or badly encoded
   */
  public static Query of(String raw, List<String> allowed) {
    if (allowed.contains(ANY)) {
      return new Query(Map.of());
    }
    if (raw.length() > MAX_LENGTH) {
      throw ProblemException.badRequest(
          "the query is longer than %d characters".formatted(MAX_LENGTH));
    }
    Map<String, String> values = new HashMap<>();
    for (String part : raw.split("&", -1)) {
      if (part.isEmpty()) {
        continue;
      }
      int equals = part.indexOf('=');
      String name = decode(equals < 0 ? part : part.substring(0, equals));
      String value = equals < 0 ? "" : decode(part.substring(equals + 1));
      if (!allowed.contains(name)) {
        throw ProblemException.badRequest(unknown(name, allowed));
      }
      if (values.put(name, value) != null) {
        throw ProblemException.badRequest("the parameter %s is given twice".formatted(name));
      }
    }
    return new Query(values);
  }

  private static String unknown(String name, List<String> allowed) {
    String shown = Printable.of(name, 60);
    return allowed.isEmpty()
        ? "unknown parameter \"%s\"; there are none here".formatted(shown)
        : "unknown parameter \"%s\"; known here: %s".formatted(shown, String.join(", ", allowed));
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest(
          "the query holds a bad percent escape near \"%s\"".formatted(Printable.of(text, 60)));
    }
  }

  /** A parameter as it is, empty when absent or empty. */
  public Optional<String> text(String name, int maxLength) {
    Optional<String> value = Optional.ofNullable(values.get(name)).filter(text -> !text.isEmpty());
    if (value.isPresent() && value.get().length() > maxLength) {
      throw ProblemException.badRequest("%s: longer than %d characters".formatted(name, maxLength));
    }
    return value;
  }

  /** Whether a parameter is there, empty or not. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** A parameter that must be there. */
  public String required(String name, int maxLength) {
    return text(name, maxLength)
        .orElseThrow(
            () -> ProblemException.badRequest("the parameter %s is missing".formatted(name)));
  }

  /** One of a few words. */
  public String choice(String name, List<String> words, String otherwise) {
    String value = text(name, 100).orElse(otherwise);
    if (!words.contains(value)) {
      throw ProblemException.badRequest(
          "%s=%s: expected one of %s"
              .formatted(name, Printable.of(value, 60), String.join(", ", words)));
    }
    return value;
  }

  /** An integer within bounds, both inclusive; empty when absent. */
  public OptionalInt integer(String name, int min, int max) {
    Optional<String> text = text(name, 100);
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    long value =
        INTEGER.matcher(text.get()).matches() ? Long.parseLong(text.get()) : Long.MIN_VALUE;
    if (value < min || value > max) {
      throw ProblemException.badRequest(
          "%s=%s: expected an integer from %d to %d"
              .formatted(name, Printable.of(text.get(), 60), min, max));
    }
    return OptionalInt.of((int) value);
  }

  /**
   * A time range of two parameters.
   *
   * @param from name of the parameter of its start
   * @param to name of the parameter of its end
   * @param maxSpan longest span answered
   */
  public TimeRange range(String from, String to, Duration maxSpan) {
    Instant start = instant(from);
    Instant end = instant(to);
    if (!start.isBefore(end)) {
      throw ProblemException.badRequest(
          "%s (%s) is not before %s (%s)".formatted(from, start, to, end));
    }
    if (Duration.between(start, end).compareTo(maxSpan) > 0) {
      throw ProblemException.badRequest(
          "%s to %s: a span of more than %d days".formatted(from, to, maxSpan.toDays()));
    }
    return new TimeRange(start, end);
  }

  private Instant instant(String name) {
    String text = required(name, 64);
    if (INTEGER.matcher(text).matches()) {
      long millis = Long.parseLong(text);
      if (millis >= MIN_MILLIS && millis <= MAX_MILLIS) {
        return Instant.ofEpochMilli(millis);
      }
    } else {
      try {
        Instant instant = Instant.parse(text);
        if (instant.toEpochMilli() >= MIN_MILLIS && instant.toEpochMilli() <= MAX_MILLIS) {
          return instant;
        }
      } catch (DateTimeException | ArithmeticException e) {
        // Said below.
      }
    }
    throw ProblemException.badRequest(
        "%s=%s: expected an RFC 3339 time such as 2026-11-22T14:00:00Z (write + as %%2B) or epoch milliseconds"
            .formatted(name, Printable.of(text, 64)));
  }
}
