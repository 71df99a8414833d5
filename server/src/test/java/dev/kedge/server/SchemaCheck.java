package dev.kedge.server;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Holds JSON against the part of JSON Schema that openapi.yaml uses, more strictly: a property the
 * schema does not name is a mistake.
 */
final class SchemaCheck {
  private final JsonNode document;
  private final List<String> mistakes = new ArrayList<>();

  SchemaCheck(JsonNode document) {
    this.document = document;
  }

  /** What is wrong, one line each with a JSON pointer; empty when nothing is. */
  List<String> check(JsonNode schema, JsonNode value) {
    mistakes.clear();
    check("", schema, value, declared(schema));
    return List.copyOf(mistakes);
  }

  /** A schema or parameter, with its reference followed. */
  JsonNode resolve(JsonNode node) {
    JsonNode current = node;
    while (current.has("$ref")) {
      current = document.at(current.get("$ref").stringValue().substring(1));
    }
    return current;
  }

  private void check(String where, JsonNode reference, JsonNode value, Set<String> declared) {
    JsonNode schema = resolve(reference);
    for (JsonNode part : schema.path("allOf")) {
      check(where, part, value, declared);
    }
    Set<String> types = types(schema);
    if (!types.isEmpty() && types.stream().noneMatch(type -> is(type, value))) {
      mistakes.add(where + ": is " + value.getNodeType() + ", expected " + types);
      return;
    }
    if (value.isString()) {
      checkText(where, schema, value.stringValue());
    } else if (value.isArray()) {
      JsonNode items = schema.path("items");
      for (int i = 0; i < value.size(); i++) {
        check(where + "/" + i, items, value.get(i), declared(items));
      }
    } else if (value.isObject() && !schema.has("allOf")) {
      checkObject(where, schema, value, declared);
    }
  }

  private void checkText(String where, JsonNode schema, String text) {
    if (schema.has("enum")
        && schema.get("enum").valueStream().noneMatch(one -> one.stringValue().equals(text))) {
      mistakes.add(where + ": \"" + text + "\" is none of " + schema.get("enum"));
    }
    if (schema.path("format").stringValue("").equals("date-time")) {
      try {
        Instant.parse(text);
      } catch (DateTimeParseException e) {
        mistakes.add(where + ": \"" + text + "\" is no time");
      }
    }
  }

  private void checkObject(String where, JsonNode schema, JsonNode value, Set<String> declared) {
    for (JsonNode name : schema.path("required")) {
      if (!value.has(name.stringValue())) {
        mistakes.add(where + ": lacks " + name.stringValue());
      }
    }
    JsonNode properties = schema.path("properties");
    for (Map.Entry<String, JsonNode> property : value.properties()) {
      String at = where + "/" + property.getKey();
      if (properties.has(property.getKey())) {
        JsonNode inner = properties.get(property.getKey());
        check(at, inner, property.getValue(), declared(inner));
      } else if (schema.has("additionalProperties")) {
        JsonNode inner = schema.get("additionalProperties");
        check(at, inner, property.getValue(), declared(inner));
      } else if (!declared.contains(property.getKey())) {
        mistakes.add(at + ": is not in the schema");
      }
    }
  }

  /** Names of the properties a schema declares, those of the schemas it joins included. */
  private Set<String> declared(JsonNode reference) {
    JsonNode schema = resolve(reference);
    Set<String> names = new HashSet<>(schema.path("properties").propertyNames());
    for (JsonNode part : schema.path("allOf")) {
      names.addAll(declared(part));
    }
    return names;
  }

  private static Set<String> types(JsonNode schema) {
    Set<String> types = new HashSet<>();
    JsonNode type = schema.path("type");
    if (type.isString()) {
      types.add(type.stringValue());
    }
    type.valueStream().forEach(one -> types.add(one.stringValue()));
    return types;
  }

  private static boolean is(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isString();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> throw new AssertionError("a type the checker does not know: " + type);
    };
  }
}
