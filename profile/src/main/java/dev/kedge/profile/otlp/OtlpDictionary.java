package dev.kedge.profile.otlp;

import dev.kedge.model.BuildId;
import dev.kedge.profile.CodeModule;
import dev.kedge.profile.CodeOrigin;
import dev.kedge.profile.CodePlace;
import dev.kedge.profile.Frame;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.pprof.MappingNames;
import dev.kedge.profile.protobuf.MessageOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tables of a message while it is written. Each begins with an empty entry, so that index 0
 * says "none". Used once.
 */
final class OtlpDictionary {
  private static final long PAGE = 4096;

  private record Attribute(String key, Object value) {}

  private final Map<String, Integer> strings = new LinkedHashMap<>();
  private final Map<Attribute, Integer> attributes = new LinkedHashMap<>();
  private final Map<CodeModule, Integer> mappings = new LinkedHashMap<>();
  private final Map<CodeModule, Long> limits = new HashMap<>();
  private final Map<CodePlace, Integer> locations = new LinkedHashMap<>();
  private final Map<String, Integer> functions = new LinkedHashMap<>();
  private final Map<List<NamedFrame>, Integer> stacks = new LinkedHashMap<>();

  /** Index of a text. */
  int string(String text) {
    return text.isEmpty() ? 0 : number(strings, text);
  }

  /** Index of an attribute with a text. */
  int attribute(String key, String value) {
    return number(attributes, new Attribute(key, value));
  }

  /** Index of an attribute with a number. */
  int attribute(String key, long value) {
    return number(attributes, new Attribute(key, value));
  }

  /** Index of a stack. */
  int stack(List<NamedFrame> frames) {
    return frames.isEmpty() ? 0 : number(stacks, frames);
  }

  /** Writes the tables in such an order that each one's needs of others are known before these. */
  void write(MessageOutput out) throws IOException {
    empty(OtlpFields.STACK_TABLE, out);
    for (List<NamedFrame> stack : stacks.keySet()) {
      long[] indices =
          CodePlace.of(stack).stream().mapToLong(place -> number(locations, place)).toArray();
      out.message(
          OtlpFields.STACK_TABLE, body -> body.packed(OtlpFields.LOCATION_INDICES, indices));
    }
    empty(OtlpFields.LOCATION_TABLE, out);
    for (CodePlace place : locations.keySet()) {
      out.message(OtlpFields.LOCATION_TABLE, body -> location(place, body));
    }
    empty(OtlpFields.FUNCTION_TABLE, out);
    for (String name : functions.keySet()) {
      int index = string(name);
      out.message(OtlpFields.FUNCTION_TABLE, body -> body.number(OtlpFields.NAME_STRINDEX, index));
    }
    empty(OtlpFields.MAPPING_TABLE, out);
    for (CodeModule module : mappings.keySet()) {
      out.message(OtlpFields.MAPPING_TABLE, body -> mapping(module, body));
    }
    empty(OtlpFields.LINK_TABLE, out);
    empty(OtlpFields.ATTRIBUTE_TABLE, out);
    for (Attribute attribute : attributes.keySet()) {
      out.message(OtlpFields.ATTRIBUTE_TABLE, body -> attribute(attribute, body));
    }
    out.entry(OtlpFields.STRING_TABLE, "");
    for (String text : strings.keySet()) {
      out.entry(OtlpFields.STRING_TABLE, text);
    }
  }

  private static void empty(int table, MessageOutput out) throws IOException {
    out.message(table, _ -> {});
  }

  private void location(CodePlace place, MessageOutput out) throws IOException {
    NamedFrame frame = place.frame();
    Optional<String> name = frame.function();
    if (frame.frame() instanceof Frame.Code code) {
      out.number(OtlpFields.MAPPING_INDEX, mapping(code));
      out.number(OtlpFields.ADDRESS, code.offset());
      out.packed(OtlpFields.LOCATION_ATTRIBUTE_INDICES, origin(code.origin()));
    } else {
      name = Optional.of(frame.displayName());
    }
    for (NamedFrame inlined : place.inlined()) {
      line(inlined.displayName(), out);
    }
    if (name.isPresent() || !place.inlined().isEmpty()) {
      line(name.orElse(""), out);
    }
  }

  private void line(String name, MessageOutput out) throws IOException {
    int function = number(functions, name);
    out.message(OtlpFields.LINES, line -> line.number(OtlpFields.FUNCTION_INDEX, function));
  }

  /** OTLP's frame types name languages, which Kedge does not know of generated code. */
  private int origin(CodeOrigin origin) {
    return switch (origin) {
      case KERNEL -> attribute(OtlpNames.FRAME_TYPE, "kernel");
      case NATIVE -> attribute(OtlpNames.FRAME_TYPE, "native");
      case JIT, INTERPRETER, INLINED -> attribute(OtlpNames.ORIGIN, origin.name());
    };
  }

  private int mapping(Frame.Code code) {
    // End of the page of the highest offset; all ones where that would pass 64 bits.
    long end = (code.offset() | (PAGE - 1)) + 1;
    limits.merge(
        code.module(), end == 0 ? -1 : end, (a, b) -> Long.compareUnsigned(a, b) > 0 ? a : b);
    return number(mappings, code.module());
  }

  private void mapping(CodeModule module, MessageOutput out) throws IOException {
    out.number(OtlpFields.MEMORY_LIMIT, limits.getOrDefault(module, PAGE));
    out.number(OtlpFields.MAPPING_FILENAME_STRINDEX, string(MappingNames.toPprof(module.path())));
    Optional<BuildId> buildId = module.buildId();
    if (buildId.isPresent()) {
      out.packed(
          OtlpFields.MAPPING_ATTRIBUTE_INDICES,
          attribute(OtlpNames.GNU_BUILD_ID, buildId.get().hex()));
    }
  }

  private void attribute(Attribute attribute, MessageOutput out) throws IOException {
    out.number(OtlpFields.ENTRY_KEY_STRINDEX, string(attribute.key()));
    out.message(
        OtlpFields.ENTRY_VALUE,
        value -> {
          // A value that is set is written even where it is zero or empty: it is one of several.
          if (attribute.value() instanceof Long number) {
            value.set(OtlpFields.INT_VALUE, number);
          } else {
            value.entry(OtlpFields.STRING_VALUE, attribute.value().toString());
          }
        });
  }

  /** Index of an entry behind the empty one. */
  private static <K> int number(Map<K, Integer> numbers, K key) {
    Integer known = numbers.putIfAbsent(key, numbers.size() + 1);
    return known == null ? numbers.size() : known;
  }
}
