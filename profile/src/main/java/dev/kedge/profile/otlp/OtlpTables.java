package dev.kedge.profile.otlp;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.kedge.profile.protobuf.MessageInput;
import dev.kedge.profile.protobuf.MessageInput.Slice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** The dictionary of a message as it stands there; entry 0 of each table is "none". */
final class OtlpTables {
  private static final int ENTRIES = 1_000_000;
  private static final int TEXT = 4096;
  private static final int LINES = 256;
  private static final int ALL_LINES = 2_000_000;
  private static final long ALL_INDICES = 8_000_000;
  private static final Indices NONE = new Indices(new long[0]);

  record Mapping(long start, long limit, long offset, int fileName, Indices attributes) {}

  record Location(int mapping, long address, Indices functions, Indices attributes) {}

  /** Indices into another table. */
  static final class Indices {
    private final long[] values;

    private Indices(long[] values) {
      this.values = values;
    }

    static Indices of(LongStream.Builder builder) {
      long[] values = builder.build().toArray();
      return values.length == 0 ? NONE : new Indices(values);
    }

    int count() {
      return values.length;
    }

    long at(int position) {
      return values[position];
    }
  }

  record Function(int name, int systemName, int fileName) {}

  private final List<Slice> strings = new ArrayList<>();
  // Decoded at first use and then shared: many entries may point to one long text.
  private final Map<Integer, String> texts = new HashMap<>();
  private final List<Mapping> mappings = new ArrayList<>();
  private final List<Location> locations = new ArrayList<>();
  private final List<Function> functions = new ArrayList<>();
  private final List<OtlpAttribute> attributes = new ArrayList<>();
  private final List<Indices> stacks = new ArrayList<>();
  private long indices;
  private int lines;

  /** Takes in one field of the dictionary; false when it is none that is needed. */
  boolean field(int tag, MessageInput input) throws IOException {
    if ((tag & 7) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
      return false;
    }
    switch (tag >>> 3) {
      case OtlpFields.STRING_TABLE -> bounded(strings, "strings", input).add(input.slice());
      case OtlpFields.MAPPING_TABLE -> bounded(mappings, "mappings", input).add(mapping(input));
      case OtlpFields.LOCATION_TABLE -> bounded(locations, "locations", input).add(location(input));
      case OtlpFields.FUNCTION_TABLE -> bounded(functions, "functions", input).add(function(input));
      case OtlpFields.ATTRIBUTE_TABLE ->
          bounded(attributes, "attributes", input).add(attribute(input));
      case OtlpFields.STACK_TABLE -> bounded(stacks, "stacks", input).add(stack(input));
      default -> {
        return false;
      }
    }
    return true;
  }

  String text(int index, MessageInput input) {
    if (index == 0) {
      return "";
    }
    Slice slice = entry(strings, index, "string", input);
    return texts.computeIfAbsent(index, _ -> text(slice, input));
  }

  /** A text, of which no more is decoded than windows can carry of a name. */
  static String text(Slice slice, MessageInput input) {
    return input.text(slice.length() <= TEXT ? slice : new Slice(slice.start(), TEXT));
  }

  Mapping mapping(int index, MessageInput input) {
    return entry(mappings, index, "mapping", input);
  }

  Location location(long index, MessageInput input) {
    return entry(locations, input.index(index), "location", input);
  }

  Function function(long index, MessageInput input) {
    return entry(functions, input.index(index), "function", input);
  }

  OtlpAttribute attribute(long index, MessageInput input) {
    return entry(attributes, input.index(index), "attribute", input);
  }

  /** Indices of the locations of a stack. */
  Indices stack(int index, MessageInput input) {
    return index == 0 ? NONE : entry(stacks, index, "stack", input);
  }

  private static <T> T entry(List<T> table, int index, String what, MessageInput input) {
    if (index >= table.size()) {
      throw input.error("%s %d, but the table has %d".formatted(what, index, table.size()));
    }
    return table.get(index);
  }

  private Mapping mapping(MessageInput input) throws IOException {
    long[] fields = new long[OtlpFields.MAPPING_FILENAME_STRINDEX + 1];
    LongStream.Builder own = LongStream.builder();
    input.message((tag, in) ->
        number(tag, fields, in)
            || input.varints(
                tag, OtlpFields.MAPPING_ATTRIBUTE_INDICES, value -> index(value, own, input)));
    return new Mapping(
        fields[OtlpFields.MEMORY_START],
        fields[OtlpFields.MEMORY_LIMIT],
        fields[OtlpFields.FILE_OFFSET],
        input.index(fields[OtlpFields.MAPPING_FILENAME_STRINDEX]),
        Indices.of(own));
  }

  private Location location(MessageInput input) throws IOException {
    long[] fields = new long[OtlpFields.ADDRESS + 1];
    LongStream.Builder inlined = LongStream.builder();
    int[] count = new int[1];
    LongStream.Builder own = LongStream.builder();
    input.message((tag, in) -> {
      if (tag == ((OtlpFields.LINES << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
        if (count[0]++ == LINES) {
          throw input.error("more than %d lines of a location".formatted(LINES));
        }
        inlined.add(line(input));
        return true;
      }
      return number(tag, fields, in)
          || input.varints(
              tag, OtlpFields.LOCATION_ATTRIBUTE_INDICES, value -> index(value, own, input));
    });
    return new Location(
        input.index(fields[OtlpFields.MAPPING_INDEX]),
        fields[OtlpFields.ADDRESS],
        Indices.of(inlined),
        Indices.of(own));
  }

  private long line(MessageInput input) throws IOException {
    if (++lines > ALL_LINES) {
      throw input.error("more than %d lines in all locations".formatted(ALL_LINES));
    }
    long[] fields = new long[OtlpFields.FUNCTION_INDEX + 1];
    input.message((tag, in) -> number(tag, fields, in));
    return fields[OtlpFields.FUNCTION_INDEX];
  }

  private static Function function(MessageInput input) throws IOException {
    long[] fields = new long[OtlpFields.FUNCTION_FILENAME_STRINDEX + 1];
    input.message((tag, in) -> number(tag, fields, in));
    return new Function(
        input.index(fields[OtlpFields.NAME_STRINDEX]),
        input.index(fields[OtlpFields.SYSTEM_NAME_STRINDEX]),
        input.index(fields[OtlpFields.FUNCTION_FILENAME_STRINDEX]));
  }

  private static OtlpAttribute attribute(MessageInput input) throws IOException {
    OtlpAttribute attribute = new OtlpAttribute();
    input.message((tag, in) -> {
      switch (tag) {
        case OtlpFields.ENTRY_KEY_STRINDEX << 3 -> attribute.keyIndex(input.index(in.readInt64()));
        case (OtlpFields.ENTRY_VALUE << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
            attribute.value(input);
        default -> {
          return false;
        }
      }
      return true;
    });
    return attribute;
  }

  private Indices stack(MessageInput input) throws IOException {
    LongStream.Builder own = LongStream.builder();
    input.message((tag, _) ->
        input.varints(tag, OtlpFields.LOCATION_INDICES, value -> index(value, own, input)));
    return Indices.of(own);
  }

  private void index(long value, LongStream.Builder into, MessageInput input) {
    if (++indices > ALL_INDICES) {
      throw input.error("more than %d indices in the dictionary".formatted(ALL_INDICES));
    }
    into.add(value);
  }

  /** Takes in a varint whose field is one of the array's. */
  private static boolean number(int tag, long[] fields, CodedInputStream in) throws IOException {
    int field = tag >>> 3;
    if ((tag & 7) != WireFormat.WIRETYPE_VARINT || field >= fields.length) {
      return false;
    }
    fields[field] = in.readInt64();
    return true;
  }

  private static <T> List<T> bounded(List<T> table, String what, MessageInput input) {
    if (table.size() == ENTRIES) {
      throw input.error("more than %d %s".formatted(ENTRIES, what));
    }
    return table;
  }
}
