package dev.kedge.profile.otlp;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.profiles.v1development.Function;
import io.opentelemetry.proto.profiles.v1development.KeyValueAndUnit;
import io.opentelemetry.proto.profiles.v1development.Line;
import io.opentelemetry.proto.profiles.v1development.Location;
import io.opentelemetry.proto.profiles.v1development.Mapping;
import io.opentelemetry.proto.profiles.v1development.Profile;
import io.opentelemetry.proto.profiles.v1development.ProfilesData;
import io.opentelemetry.proto.profiles.v1development.ProfilesDictionary;
import io.opentelemetry.proto.profiles.v1development.ResourceProfiles;
import io.opentelemetry.proto.profiles.v1development.Sample;
import io.opentelemetry.proto.profiles.v1development.ScopeProfiles;
import io.opentelemetry.proto.profiles.v1development.Stack;
import io.opentelemetry.proto.profiles.v1development.ValueType;
import java.util.ArrayList;
import java.util.List;

/** Builds messages with OpenTelemetry's own classes, as other senders would. */
final class OtlpMessages {
  private final List<String> strings = new ArrayList<>(List.of(""));
  private final ProfilesDictionary.Builder tables =
      ProfilesDictionary.newBuilder()
          .addMappingTable(Mapping.getDefaultInstance())
          .addLocationTable(Location.getDefaultInstance())
          .addFunctionTable(Function.getDefaultInstance())
          .addAttributeTable(KeyValueAndUnit.getDefaultInstance())
          .addStackTable(Stack.getDefaultInstance());
  private final ResourceProfiles.Builder resource = ResourceProfiles.newBuilder();
  private final Profile.Builder profile = Profile.newBuilder();

  OtlpMessages type(String type, String unit) {
    profile.setSampleType(valueType(type, unit));
    return this;
  }

  OtlpMessages period(String type, String unit, long period) {
    profile.setPeriodType(valueType(type, unit)).setPeriod(period);
    return this;
  }

  OtlpMessages resource(String key, String value) {
    resource.setResource(
        resource.getResource().toBuilder()
            .addAttributes(
                KeyValue.newBuilder()
                    .setKey(key)
                    .setValue(AnyValue.newBuilder().setStringValue(value))));
    return this;
  }

  /** A sample; returns its builder's message through {@link #sample(Sample.Builder)}. */
  OtlpMessages sample(Sample.Builder sample) {
    profile.addSamples(sample);
    return this;
  }

  int string(String text) {
    int known = strings.indexOf(text);
    if (known < 0) {
      strings.add(text);
      return strings.size() - 1;
    }
    return known;
  }

  int attribute(String key, String value) {
    tables.addAttributeTable(
        KeyValueAndUnit.newBuilder()
            .setKeyStrindex(string(key))
            .setValue(AnyValue.newBuilder().setStringValueStrindex(string(value))));
    return tables.getAttributeTableCount() - 1;
  }

  int attribute(String key, long value) {
    tables.addAttributeTable(
        KeyValueAndUnit.newBuilder()
            .setKeyStrindex(string(key))
            .setValue(AnyValue.newBuilder().setIntValue(value)));
    return tables.getAttributeTableCount() - 1;
  }

  int mapping(String path, long start, long limit, long offset, int... attributes) {
    Mapping.Builder mapping =
        Mapping.newBuilder()
            .setFilenameStrindex(string(path))
            .setMemoryStart(start)
            .setMemoryLimit(limit)
            .setFileOffset(offset);
    for (int attribute : attributes) {
      mapping.addAttributeIndices(attribute);
    }
    tables.addMappingTable(mapping);
    return tables.getMappingTableCount() - 1;
  }

  /** A place with a frame type and the functions inlined there, innermost first. */
  int location(int mapping, long address, String type, String... functions) {
    Location.Builder location = Location.newBuilder().setMappingIndex(mapping).setAddress(address);
    if (!type.isEmpty()) {
      location.addAttributeIndices(attribute("profile.frame.type", type));
    }
    for (String function : functions) {
      tables.addFunctionTable(
          Function.newBuilder()
              .setNameStrindex(string(function))
              .setFilenameStrindex(string(function + ".src")));
      location.addLines(
          Line.newBuilder().setFunctionIndex(tables.getFunctionTableCount() - 1).setLine(12));
    }
    tables.addLocationTable(location);
    return tables.getLocationTableCount() - 1;
  }

  int stack(int... locations) {
    Stack.Builder stack = Stack.newBuilder();
    for (int location : locations) {
      stack.addLocationIndices(location);
    }
    tables.addStackTable(stack);
    return tables.getStackTableCount() - 1;
  }

  ProfilesData build() {
    return ProfilesData.newBuilder()
        .addResourceProfiles(
            resource.clone().addScopeProfiles(ScopeProfiles.newBuilder().addProfiles(profile)))
        .setDictionary(tables.clone().addAllStringTable(strings))
        .build();
  }

  OtlpMessage read() {
    return OtlpCodec.read(build().toByteArray());
  }

  private ValueType valueType(String type, String unit) {
    return ValueType.newBuilder()
        .setTypeStrindex(string(type))
        .setUnitStrindex(string(unit))
        .build();
  }
}
