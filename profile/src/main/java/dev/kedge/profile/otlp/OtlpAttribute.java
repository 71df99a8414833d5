package dev.kedge.profile.otlp;

import com.google.protobuf.WireFormat;
import dev.kedge.profile.protobuf.MessageInput;
import dev.kedge.profile.protobuf.MessageInput.Slice;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A key with its value, of a table or a resource. Values are decoded at first use and then shared;
 * lists and maps are no values here.
 */
final class OtlpAttribute {
  private int keyIndex;
  private @Nullable Slice key;
  private int textIndex;
  private @Nullable Slice text;
  private @Nullable String value;

  void keyIndex(int index) {
    keyIndex = index;
  }

  void key(Slice slice) {
    key = slice;
  }

  /** Reads the value; the last of several choices counts. */
  void value(MessageInput input) throws IOException {
    input.message((tag, in) -> {
      switch (tag) {
        case (OtlpFields.STRING_VALUE << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
          textIndex = 0;
          value = null;
          text = input.slice();
        }
        case OtlpFields.INT_VALUE << 3 -> value = Long.toString(in.readInt64());
        case OtlpFields.STRING_VALUE_STRINDEX << 3 -> {
          text = null;
          value = null;
          textIndex = input.index(in.readInt64());
        }
        default -> {
          return false;
        }
      }
      return true;
    });
  }

  /** The key. */
  String key(OtlpTables tables, MessageInput input) {
    return key == null ? tables.text(keyIndex, input) : OtlpTables.text(key, input);
  }

  /** The value as text, empty where it has none. */
  String value(OtlpTables tables, MessageInput input) {
    if (value == null) {
      value = text == null ? tables.text(textIndex, input) : OtlpTables.text(text, input);
    }
    return value;
  }

  /** Adds it to others where Kedge has a place for it and it says something. */
  void into(Map<String, String> attributes, OtlpTables tables, MessageInput input) {
    String name = key(tables, input);
    if (OtlpNames.KNOWN.contains(name)) {
      String known = value(tables, input);
      if (!known.isEmpty()) {
        attributes.put(name, known);
      }
    }
  }
}
