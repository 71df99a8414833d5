package dev.kedge.profile.pprof;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.kedge.profile.CodeModule;
import dev.kedge.profile.CodeOrigin;
import dev.kedge.profile.Frame;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.Namespaces;
import dev.kedge.profile.Profile;
import dev.kedge.profile.WeightedStack;
import java.io.ByteArrayOutputStream;
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

  private interface Body {
    void write(CodedOutputStream out) throws IOException;
  }

  private final Map<String, Integer> strings = new LinkedHashMap<>();
  private final Map<NamedFrame, Integer> locations = new LinkedHashMap<>();
  private final Map<Mapping, Integer> mappings = new LinkedHashMap<>();
  private final Map<Integer, Long> mappingLimits = new HashMap<>();
  private final Map<String, Integer> functions = new LinkedHashMap<>();
  private final ByteArrayOutputStream partBytes = new ByteArrayOutputStream();
  private final CodedOutputStream part = CodedOutputStream.newInstance(partBytes);

  PprofWriter() {
    string("");
  }

  void write(Profile profile, OutputStream stream) throws IOException {
    GZIPOutputStream packed = new GZIPOutputStream(stream, 1 << 16);
    CodedOutputStream out = CodedOutputStream.newInstance(packed, 1 << 16);
    header(profile, out);
    for (WeightedStack stack : profile.stacks()) {
      sample(stack, profile.period().toNanos(), out);
    }
    locations(out);
    mappings(out);
    functions(out);
    comments(profile, out);
    for (String text : strings.keySet()) {
      out.writeString(PprofFields.STRING_TABLE, text);
    }
    out.flush();
    packed.finish();
    stream.flush();
  }

  private void header(Profile profile, CodedOutputStream out) throws IOException {
    valueType(PprofFields.SAMPLE_TYPE, "samples", "count", out);
    String type = profile.kind().wireName();
    String unit = profile.kind().counted() ? "count" : "nanoseconds";
    valueType(PprofFields.SAMPLE_TYPE, type, unit, out);
    valueType(PprofFields.PERIOD_TYPE, type, unit, out);
    out.writeInt64(PprofFields.DEFAULT_SAMPLE_TYPE, string(type));
    out.writeInt64(PprofFields.PERIOD, nanos(profile, () -> profile.period().toNanos()));
    out.writeInt64(PprofFields.TIME_NANOS, nanos(profile, () -> nanos(profile.range().start())));
    out.writeInt64(
        PprofFields.DURATION_NANOS, nanos(profile, () -> profile.range().duration().toNanos()));
  }

  private void valueType(int field, String type, String unit, CodedOutputStream out)
      throws IOException {
    int typeNumber = string(type);
    int unitNumber = string(unit);
    embed(
        field,
        body -> {
          body.writeInt64(PprofFields.VALUE_TYPE_TYPE, typeNumber);
          body.writeInt64(PprofFields.VALUE_TYPE_UNIT, unitNumber);
        },
        out);
  }

  private void sample(WeightedStack stack, long period, CodedOutputStream out) throws IOException {
    int[] ids = stack.frames().stream().mapToInt(this::location).toArray();
    embed(
        PprofFields.SAMPLE,
        body -> {
          packed(PprofFields.SAMPLE_LOCATION_ID, body, ids);
          long time = saturatedProduct(stack.count(), period);
          body.writeTag(PprofFields.SAMPLE_VALUE, WireFormat.WIRETYPE_LENGTH_DELIMITED);
          body.writeUInt32NoTag(
              CodedOutputStream.computeInt64SizeNoTag(stack.count())
                  + CodedOutputStream.computeInt64SizeNoTag(time));
          body.writeInt64NoTag(stack.count());
          body.writeInt64NoTag(time);
          label(PprofFields.PROCESS_LABEL, PprofFields.LABEL_STR, string(stack.command()), body);
          if (stack.pid() >= 0) {
            label(PprofFields.PID_LABEL, PprofFields.LABEL_NUM, stack.pid(), body);
          }
          if (!stack.namespaces().equals(Namespaces.HOST)) {
            int text = string(stack.namespaces().text());
            label(PprofFields.NAMESPACES_LABEL, PprofFields.LABEL_STR, text, body);
          }
        },
        out);
  }

  private void label(String key, int field, long value, CodedOutputStream out) throws IOException {
    int keyNumber = string(key);
    out.writeTag(PprofFields.SAMPLE_LABEL, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(
        CodedOutputStream.computeInt64Size(PprofFields.LABEL_KEY, keyNumber)
            + CodedOutputStream.computeInt64Size(field, value));
    out.writeInt64(PprofFields.LABEL_KEY, keyNumber);
    out.writeInt64(field, value);
  }

  private void locations(CodedOutputStream out) throws IOException {
    for (Map.Entry<NamedFrame, Integer> entry : locations.entrySet()) {
      NamedFrame frame = entry.getKey();
      int function = number(functions, frame.displayName());
      embed(
          PprofFields.LOCATION,
          body -> {
            body.writeUInt64(PprofFields.LOCATION_ID, entry.getValue());
            if (frame.frame() instanceof Frame.Code code) {
              body.writeUInt64(PprofFields.LOCATION_MAPPING_ID, mapping(code));
              body.writeUInt64(PprofFields.LOCATION_ADDRESS, code.offset());
            }
            body.writeTag(PprofFields.LOCATION_LINE, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            body.writeUInt32NoTag(
                CodedOutputStream.computeUInt64Size(PprofFields.LINE_FUNCTION_ID, function));
            body.writeUInt64(PprofFields.LINE_FUNCTION_ID, function);
          },
          out);
    }
  }

  private void mappings(CodedOutputStream out) throws IOException {
    for (Map.Entry<Mapping, Integer> entry : mappings.entrySet()) {
      CodeModule module = entry.getKey().module();
      int fileName = string(MappingNames.toPprof(module.path()));
      int buildId = string(module.buildId().map(Object::toString).orElse(""));
      embed(
          PprofFields.MAPPING,
          body -> {
            body.writeUInt64(PprofFields.MAPPING_ID, entry.getValue());
            body.writeUInt64(
                PprofFields.MAPPING_LIMIT, mappingLimits.getOrDefault(entry.getValue(), PAGE));
            body.writeInt64(PprofFields.MAPPING_FILENAME, fileName);
            body.writeInt64(PprofFields.MAPPING_BUILD_ID, buildId);
            // Keeps viewers from looking for symbols by addresses that are offsets.
            body.writeBool(PprofFields.MAPPING_HAS_FUNCTIONS, true);
          },
          out);
    }
  }

  private void functions(CodedOutputStream out) throws IOException {
    for (Map.Entry<String, Integer> entry : functions.entrySet()) {
      int name = string(entry.getKey());
      embed(
          PprofFields.FUNCTION,
          body -> {
            body.writeUInt64(PprofFields.FUNCTION_ID, entry.getValue());
            body.writeInt64(PprofFields.FUNCTION_NAME, name);
            body.writeInt64(PprofFields.FUNCTION_SYSTEM_NAME, name);
          },
          out);
    }
  }

  private void comments(Profile profile, CodedOutputStream out) throws IOException {
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
      out.writeInt64(PprofFields.COMMENT, string(comment));
    }
  }

  private int location(NamedFrame frame) {
    return number(locations, frame);
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

  private void embed(int field, Body body, CodedOutputStream out) throws IOException {
    body.write(part);
    part.flush();
    out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(partBytes.size());
    out.writeRawBytes(partBytes.toByteArray());
    partBytes.reset();
  }

  private static void packed(int field, CodedOutputStream out, int[] values) throws IOException {
    int size = 0;
    for (int value : values) {
      size += CodedOutputStream.computeUInt32SizeNoTag(value);
    }
    out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(size);
    for (int value : values) {
      out.writeUInt32NoTag(value);
    }
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
