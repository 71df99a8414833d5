package dev.kedge.profile.otlp;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.kedge.profile.protobuf.MessageInput;
import dev.kedge.profile.protobuf.MessageInput.Slice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one message: first the dictionary, which mostly stands behind, then the profiles, which
 * need it. Used once.
 */
final class OtlpReader {
  private static final int RESOURCES = 10_000;
  private static final int PROFILES = 10_000;

  private final byte[] bytes;
  private final OtlpTables tables = new OtlpTables();
  private final List<Slice> resources = new ArrayList<>();
  private final List<OtlpProfile> profiles = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private MessageInput input;

  OtlpReader(byte[] bytes) {
    this.bytes = bytes;
    this.input = new MessageInput(bytes);
  }

  OtlpMessage read() throws IOException {
    try {
      input.fields((tag, _) -> top(tag));
      OtlpSamples samples = new OtlpSamples(tables);
      for (Slice resource : resources) {
        resource(resource, samples);
      }
      return new OtlpMessage(profiles, refused);
    } catch (InvalidProtocolBufferException e) {
      throw input.error("not an OTLP message of profiles: " + e.getMessage(), e);
    }
  }

  private boolean top(int tag) throws IOException {
    switch (tag) {
      case (OtlpFields.RESOURCE_PROFILES << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
          add(resources, RESOURCES, "resources");
      case (OtlpFields.DICTIONARY << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
          input.message((inner, _) -> tables.field(inner, input));
      default -> {
        return false;
      }
    }
    return true;
  }

  private void resource(Slice slice, OtlpSamples samples) throws IOException {
    input = new MessageInput(bytes, slice);
    Map<String, String> attributes = new HashMap<>();
    List<Slice> scoped = new ArrayList<>();
    input.fields((tag, _) -> {
      switch (tag) {
        case (OtlpFields.RESOURCE << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
            input.message((inner, _) -> resourceAttribute(inner, attributes));
        case (OtlpFields.SCOPE_PROFILES << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
            input.message((inner, _) -> scope(inner, scoped));
        default -> {
          return false;
        }
      }
      return true;
    });
    for (Slice profile : scoped) {
      if (profiles.size() + refused.size() == PROFILES) {
        throw input.error("more than %d profiles".formatted(PROFILES));
      }
      input = new MessageInput(bytes, profile);
      OtlpProfileReader reader = new OtlpProfileReader(input, tables, attributes);
      reader.head();
      input = new MessageInput(bytes, profile);
      reader
          .samples(input, samples)
          .ifPresentOrElse(profiles::add, () -> refused.add(reader.refusal()));
    }
  }

  private boolean scope(int tag, List<Slice> scoped) throws IOException {
    if (tag != ((OtlpFields.PROFILES << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
      return false;
    }
    add(scoped, PROFILES, "profiles");
    return true;
  }

  private boolean resourceAttribute(int tag, Map<String, String> attributes) throws IOException {
    if (tag != ((OtlpFields.RESOURCE_ATTRIBUTES << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
      return false;
    }
    OtlpAttribute attribute = new OtlpAttribute();
    input.message((inner, in) -> {
      switch (inner) {
        case (OtlpFields.KEY << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
            attribute.key(input.slice());
        case (OtlpFields.VALUE << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
            attribute.value(input);
        case OtlpFields.KEY_STRINDEX << 3 -> attribute.keyIndex(input.index(in.readInt64()));
        default -> {
          return false;
        }
      }
      return true;
    });
    attribute.into(attributes, tables, input);
    return true;
  }

  private void add(List<Slice> slices, int limit, String what) throws IOException {
    if (slices.size() == limit) {
      throw input.error("more than %d %s".formatted(limit, what));
    }
    slices.add(input.slice());
  }
}
