package dev.kedge.profile.pprof;

import dev.kedge.profile.CodeModule;
import dev.kedge.profile.CodeOrigin;
import dev.kedge.profile.CodePlace;
import dev.kedge.profile.Frame;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.Namespaces;
import dev.kedge.profile.Profile;
import dev.kedge.profile.SourceLine;
import dev.kedge.profile.WeightedStack;
import dev.kedge.profile.protobuf.MessageOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.zip.GZIPOutputStream;

/** Writes one pprof message: samples first, then the tables they turned out to need. Used once. */
final class PprofWriter {
  private static final long PAGE = 4096;

  private record Mapping(CodeOrigin origin, CodeModule module) {}

  private record Function(String name, String file) {}

  private final Map<String, Integer> strings = new LinkedHashMap<>();
  private final Map<CodePlace, Integer> locations = new LinkedHashMap<>();
  private final Map<Mapping, Integer> mappings = new LinkedHashMap<>();
  private final Map<Integer, Long> mappingLimits = new HashMap<>();
  private final Map<Function, Integer> functions = new LinkedHashMap<>();

  PprofWriter() {
    string("");
  }

  void write(Profile profile, OutputStream stream) throws IOException {
    GZIPOutputStream packed = new GZIPOutputStream(stream, 1 << 16);
    MessageOutput out = new MessageOutput(packed);
    header(profile, out);
    for (WeightedStack stack : profile.stacks()) {
      sample(stack, profile.period().toNanos(), out);
    }
    locations(out);
    mappings(out);
    functions(out);
    comments(profile, out);
    for (String text : strings.keySet()) {
      out.entry(PprofFields.STRING_TABLE, text);
    }
    out.flush();
    packed.finish();
    stream.flush();
  }

  private void header(Profile profile, MessageOutput out) throws IOException {
    valueType(PprofFields.SAMPLE_TYPE, "samples", "count", out);
    String type = profile.kind().wireName();
    String unit = profile.kind().counted() ? "count" : "nanoseconds";
    valueType(PprofFields.SAMPLE_TYPE, type, unit, out);
    valueType(PprofFields.PERIOD_TYPE, type, unit, out);
    out.set(PprofFields.DEFAULT_SAMPLE_TYPE, string(type));
    out.set(PprofFields.PERIOD, nanos(profile, () -> profile.period().toNanos()));
    out.set(PprofFields.TIME_NANOS, nanos(profile, () -> nanos(profile.range().start())));
    out.set(PprofFields.DURATION_NANOS, nanos(profile, () -> profile.range().duration().toNanos()));
  }

  private void valueType(int field, String type, String unit, MessageOutput out)
      throws IOException {
    int typeNumber = string(type);
    int unitNumber = string(unit);
    out.message(
        field,
        body -> {
          body.set(PprofFields.VALUE_TYPE_TYPE, typeNumber);
          body.set(PprofFields.VALUE_TYPE_UNIT, unitNumber);
        });
  }

  private void sample(WeightedStack stack, long period, MessageOutput out) throws IOException {
    long[] ids = CodePlace.of(stack.frames()).stream().mapToLong(this::location).toArray();
    out.message(
        PprofFields.SAMPLE,
        body -> {
          if (ids.length == 0) {
            // Also a stack without frames has the field.
            body.message(PprofFields.SAMPLE_LOCATION_ID, _ -> {});
          }
          body.packed(PprofFields.SAMPLE_LOCATION_ID, ids);
          body.packed(
              PprofFields.SAMPLE_VALUE, stack.count(), saturatedProduct(stack.count(), period));
          label(PprofFields.PROCESS_LABEL, PprofFields.LABEL_STR, string(stack.command()), body);
          if (stack.pid() >= 0) {
            label(PprofFields.PID_LABEL, PprofFields.LABEL_NUM, stack.pid(), body);
          }
          if (!stack.namespaces().equals(Namespaces.HOST)) {
            int text = string(stack.namespaces().text());
            label(PprofFields.NAMESPACES_LABEL, PprofFields.LABEL_STR, text, body);
          }
        });
  }

  private void label(String key, int field, long value, MessageOutput out) throws IOException {
    int keyNumber = string(key);
    out.message(
        PprofFields.SAMPLE_LABEL,
        label -> {
          label.set(PprofFields.LABEL_KEY, keyNumber);
          label.set(field, value);
        });
  }

  private void locations(MessageOutput out) throws IOException {
    for (Map.Entry<CodePlace, Integer> entry : locations.entrySet()) {
      NamedFrame frame = entry.getKey().frame();
      out.message(
          PprofFields.LOCATION,
          body -> {
            body.set(PprofFields.LOCATION_ID, entry.getValue());
            if (frame.frame() instanceof Frame.Code code) {
              body.set(PprofFields.LOCATION_MAPPING_ID, mapping(code));
              body.set(PprofFields.LOCATION_ADDRESS, code.offset());
            }
            for (NamedFrame inlined : entry.getKey().inlined()) {
              line(inlined, body);
            }
            line(frame, body);
          });
    }
  }

  private void line(NamedFrame frame, MessageOutput location) throws IOException {
    String file = frame.line().map(SourceLine::file).orElse("");
    int function = number(functions, new Function(frame.displayName(), file));
    int line = frame.line().map(SourceLine::number).orElse(0);
    location.message(
        PprofFields.LOCATION_LINE,
        body -> {
          body.set(PprofFields.LINE_FUNCTION_ID, function);
          body.number(PprofFields.LINE_LINE, line);
        });
  }

  private void mappings(MessageOutput out) throws IOException {
    for (Map.Entry<Mapping, Integer> entry : mappings.entrySet()) {
      CodeModule module = entry.getKey().module();
      int fileName = string(MappingNames.toPprof(module.path()));
      int buildId = string(module.buildId().map(Object::toString).orElse(""));
      out.message(
          PprofFields.MAPPING,
          body -> {
            body.set(PprofFields.MAPPING_ID, entry.getValue());
            body.set(PprofFields.MAPPING_LIMIT, mappingLimits.getOrDefault(entry.getValue(), PAGE));
            body.set(PprofFields.MAPPING_FILENAME, fileName);
            body.set(PprofFields.MAPPING_BUILD_ID, buildId);
            // Keeps viewers from looking for symbols by addresses that are offsets.
            body.set(PprofFields.MAPPING_HAS_FUNCTIONS, 1);
          });
    }
  }

  private void functions(MessageOutput out) throws IOException {
    for (Map.Entry<Function, Integer> entry : functions.entrySet()) {
      int name = string(entry.getKey().name());
      int file = string(entry.getKey().file());
      out.message(
          PprofFields.FUNCTION,
          body -> {
            body.set(PprofFields.FUNCTION_ID, entry.getValue());
            body.set(PprofFields.FUNCTION_NAME, name);
            body.set(PprofFields.FUNCTION_SYSTEM_NAME, name);
            body.number(PprofFields.FUNCTION_FILENAME, file);
          });
    }
  }

  private void comments(Profile profile, MessageOutput out) throws IOException {
    List<String> comments = new ArrayList<>();
    if (profile.lost() != 0) {
      comments.add(PprofFields.LOST_COMMENT + profile.lost());
    }
    mappings.forEach((mapping, id) -> {
      String path = MappingNames.fromPprof(mapping.module().path());
      if (MappingNames.origin(path) != mapping.origin()) {
        comments.add(PprofFields.ORIGIN_COMMENT + id + "=" + mapping.origin());
      }
    });
    for (String comment : comments) {
      out.set(PprofFields.COMMENT, string(comment));
    }
  }

  private int location(CodePlace place) {
    return number(locations, place);
  }

  private int mapping(Frame.Code code) {
    int id = number(mappings, new Mapping(code.origin(), code.module()));
    // End of the page of the highest offset; all ones where that would pass 64 bits.
    long end = (code.offset() | (PAGE - 1)) + 1;
    mappingLimits.merge(id, end == 0 ? -1 : end, (a, b) -> Long.compareUnsigned(a, b) > 0 ? a : b);
    return id;
  }

  private int string(String text) {
    Integer known = strings.putIfAbsent(text, strings.size());
    return known == null ? strings.size() - 1 : known;
  }

  /** Ids begin at 1; 0 means "none" in pprof. */
  private static <K> int number(Map<K, Integer> numbers, K key) {
    Integer known = numbers.putIfAbsent(key, numbers.size() + 1);
    return known == null ? numbers.size() : known;
  }

  private static long saturatedProduct(long a, long b) {
    return Math.multiplyHigh(a, b) == 0 && a * b >= 0 ? a * b : Long.MAX_VALUE;
  }

  private static long nanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }

  private static long nanos(Profile profile, LongSupplier value) {
    try {
      return value.getAsLong();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "range %s to %s or period %s does not fit in nanoseconds of 64 bits"
              .formatted(profile.range().start(), profile.range().end(), profile.period()),
          e);
    }
  }
}
