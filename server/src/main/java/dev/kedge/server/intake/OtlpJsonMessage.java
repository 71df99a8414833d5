package dev.kedge.server.intake;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fields of OTLP's messages by their names in JSON, as far as Kedge reads them. Source: {@code
 * profiles.proto}, {@code common.proto} and {@code resource.proto} of opentelemetry-proto 1.11.
 */
final class OtlpJsonMessage {
  /** How a field is written. */
  enum Form {
    MESSAGE,
    MESSAGES,
    TEXT,
    TEXTS,
    VARINT,
    VARINTS,
    FIXED,
    FIXEDS
  }

  /**
   * One field.
   *
   * @param message type of its messages, one without fields where it holds none
   */
  record Field(int number, Form form, OtlpJsonMessage message) {}

  private static final OtlpJsonMessage NONE = new OtlpJsonMessage(Map.of());

  private static final OtlpJsonMessage ANY_VALUE =
      new OtlpJsonMessage(
          Map.of(
              "stringValue", of(1, Form.TEXT),
              "intValue", of(3, Form.VARINT),
              "stringValueStrindex", of(8, Form.VARINT)));

  private static final OtlpJsonMessage KEY_VALUE =
      new OtlpJsonMessage(
          Map.of(
              "key", of(1, Form.TEXT),
              "value", of(2, Form.MESSAGE, ANY_VALUE),
              "keyStrindex", of(3, Form.VARINT)));

  private static final OtlpJsonMessage RESOURCE =
      new OtlpJsonMessage(Map.of("attributes", of(1, Form.MESSAGES, KEY_VALUE)));

  private static final OtlpJsonMessage VALUE_TYPE =
      new OtlpJsonMessage(
          Map.of("typeStrindex", of(1, Form.VARINT), "unitStrindex", of(2, Form.VARINT)));

  private static final OtlpJsonMessage SAMPLE =
      new OtlpJsonMessage(
          Map.of(
              "stackIndex", of(1, Form.VARINT),
              "attributeIndices", of(2, Form.VARINTS),
              "linkIndex", of(3, Form.VARINT),
              "values", of(4, Form.VARINTS),
              "timestampsUnixNano", of(5, Form.FIXEDS)));

  private static final OtlpJsonMessage PROFILE =
      new OtlpJsonMessage(
          Map.of(
              "sampleType", of(1, Form.MESSAGE, VALUE_TYPE),
              "samples", of(2, Form.MESSAGES, SAMPLE),
              "timeUnixNano", of(3, Form.FIXED),
              "durationNano", of(4, Form.VARINT),
              "periodType", of(5, Form.MESSAGE, VALUE_TYPE),
              "period", of(6, Form.VARINT),
              "attributeIndices", of(11, Form.VARINTS)));

  private static final OtlpJsonMessage SCOPE_PROFILES =
      new OtlpJsonMessage(Map.of("profiles", of(2, Form.MESSAGES, PROFILE)));

  private static final OtlpJsonMessage RESOURCE_PROFILES =
      new OtlpJsonMessage(
          Map.of(
              "resource", of(1, Form.MESSAGE, RESOURCE),
              "scopeProfiles", of(2, Form.MESSAGES, SCOPE_PROFILES)));

  private static final OtlpJsonMessage MAPPING =
      new OtlpJsonMessage(
          Map.of(
              "memoryStart", of(1, Form.VARINT),
              "memoryLimit", of(2, Form.VARINT),
              "fileOffset", of(3, Form.VARINT),
              "filenameStrindex", of(4, Form.VARINT),
              "attributeIndices", of(5, Form.VARINTS)));

  private static final OtlpJsonMessage LINE =
      new OtlpJsonMessage(Map.of("functionIndex", of(1, Form.VARINT)));

  private static final OtlpJsonMessage LOCATION =
      new OtlpJsonMessage(
          Map.of(
              "mappingIndex", of(1, Form.VARINT),
              "address", of(2, Form.VARINT),
              "lines", of(3, Form.MESSAGES, LINE),
              "attributeIndices", of(4, Form.VARINTS)));

  private static final OtlpJsonMessage FUNCTION =
      new OtlpJsonMessage(
          Map.of(
              "nameStrindex", of(1, Form.VARINT),
              "systemNameStrindex", of(2, Form.VARINT),
              "filenameStrindex", of(3, Form.VARINT)));

  private static final OtlpJsonMessage ATTRIBUTE =
      new OtlpJsonMessage(
          Map.of(
              "keyStrindex", of(1, Form.VARINT),
              "value", of(2, Form.MESSAGE, ANY_VALUE),
              "unitStrindex", of(3, Form.VARINT)));

  private static final OtlpJsonMessage STACK =
      new OtlpJsonMessage(Map.of("locationIndices", of(1, Form.VARINTS)));

  private static final OtlpJsonMessage DICTIONARY =
      new OtlpJsonMessage(
          Map.of(
              "mappingTable", of(1, Form.MESSAGES, MAPPING),
              "locationTable", of(2, Form.MESSAGES, LOCATION),
              "functionTable", of(3, Form.MESSAGES, FUNCTION),
              "stringTable", of(5, Form.TEXTS),
              "attributeTable", of(6, Form.MESSAGES, ATTRIBUTE),
              "stackTable", of(7, Form.MESSAGES, STACK)));

  /** {@code ExportProfilesServiceRequest}. */
  static final OtlpJsonMessage REQUEST =
      new OtlpJsonMessage(
          Map.of(
              "resourceProfiles", of(1, Form.MESSAGES, RESOURCE_PROFILES),
              "dictionary", of(2, Form.MESSAGE, DICTIONARY)));

  private final Map<String, Field> fields;

  private OtlpJsonMessage(Map<String, Field> fields) {
    this.fields = fields;
  }

  private static Field of(int number, Form form) {
    return of(number, form, NONE);
  }

  private static Field of(int number, Form form, OtlpJsonMessage message) {
    return new Field(number, form, message);
  }

  /** The field of that name; null for one that is not read. */
  @Nullable Field field(String name) {
    return fields.get(name);
  }
}
