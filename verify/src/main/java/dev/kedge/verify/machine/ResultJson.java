package dev.kedge.verify.machine;

import dev.kedge.model.Printable;
import dev.kedge.verify.result.Better;
import dev.kedge.verify.result.CaseResult;
import dev.kedge.verify.result.Metric;
import dev.kedge.verify.result.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what a program in the guest prints for one case: <code>
 * {"suite","case","status","message","metrics":[{"name","unit","better","values","censored"}]}
 * </code>.
 */
final class ResultJson {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final int MAX_METRICS = 256;
  private static final int MAX_NAME = 120;
  private static final int MAX_MESSAGE = 2000;

  private ResultJson() {}

  /**
   * Reads one result.
   *
   * @param running the suite that runs; a result of another one is refused
   * @throws IllegalArgumentException when it is not of the form above
   */
  static CaseResult read(String text, String running) {
    JsonNode node = tree(text);
    String suite = node.path("suite").asString(running);
    if (!suite.equals(running)) {
      throw new IllegalArgumentException(
          "a result of suite \"%s\" while \"%s\" runs"
              .formatted(Printable.of(suite, MAX_NAME), running));
    }
    JsonNode metrics = node.path("metrics");
    if (metrics.size() > MAX_METRICS) {
      throw new IllegalArgumentException(
          metrics.size() + " metrics, expected at most " + MAX_METRICS);
    }
    List<Metric> read = new ArrayList<>();
    metrics.forEach(metric -> read.add(metric(metric)));
    return new CaseResult(
        suite,
        name(node.path("case").asString(suite)),
        constant(Status.class, node.path("status").asString("")),
        Printable.of(node.path("message").asString(""), MAX_MESSAGE),
        read);
  }

  private static JsonNode tree(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      if (node.isObject()) {
        return node;
      }
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
    throw new IllegalArgumentException("not a JSON object");
  }

  private static Metric metric(JsonNode node) {
    List<Double> values = new ArrayList<>();
    for (JsonNode value : node.path("values")) {
      if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
        throw new IllegalArgumentException("a value that is not a finite number");
      }
      values.add(value.asDouble());
    }
    return new Metric(
        name(node.path("name").asString("")),
        Printable.of(node.path("unit").asString("1"), 20),
        constant(Better.class, node.path("better").asString("neither")),
        values,
        node.path("censored").asInt(0));
  }

  private static String name(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("a case or metric without a name");
    }
    return Printable.of(text, MAX_NAME);
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String text) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(text.toUpperCase(Locale.ROOT))) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        "\"%s\" is none of the words for %s"
            .formatted(
                Printable.of(text, MAX_NAME), type.getSimpleName().toLowerCase(Locale.ROOT)));
  }
}
