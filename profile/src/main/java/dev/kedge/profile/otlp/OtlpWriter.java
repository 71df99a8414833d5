package dev.kedge.profile.otlp;

import dev.kedge.model.HostId;
import dev.kedge.profile.Profile;
import dev.kedge.profile.WeightedStack;
import dev.kedge.profile.protobuf.MessageOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Optional;

/** Writes one message: the profile, then the tables it turned out to need. Used once. */
final class OtlpWriter {
  private static final String SCOPE = "kedge";

  private final OtlpDictionary dictionary = new OtlpDictionary();

  void write(Profile profile, Optional<HostId> host, OutputStream stream) throws IOException {
    MessageOutput out = new MessageOutput(stream);
    out.message(
        OtlpFields.RESOURCE_PROFILES,
        resource -> {
          resource.message(OtlpFields.RESOURCE, attributes -> resource(host, attributes));
          resource.message(
              OtlpFields.SCOPE_PROFILES,
              scope -> {
                scope.message(OtlpFields.SCOPE, name -> name.text(OtlpFields.SCOPE_NAME, SCOPE));
                scope.message(OtlpFields.PROFILES, body -> profile(profile, body));
              });
        });
    out.message(OtlpFields.DICTIONARY, dictionary::write);
    out.flush();
    stream.flush();
  }

  private static void resource(Optional<HostId> host, MessageOutput out) throws IOException {
    if (host.isPresent()) {
      out.message(
          OtlpFields.RESOURCE_ATTRIBUTES,
          attribute -> {
            attribute.text(OtlpFields.KEY, OtlpNames.HOST_NAME);
            attribute.message(
                OtlpFields.VALUE, value -> value.text(OtlpFields.STRING_VALUE, host.get().value()));
          });
    }
  }

  private void profile(Profile profile, MessageOutput out) throws IOException {
    String unit = profile.kind().counted() ? "count" : "nanoseconds";
    valueType(OtlpFields.SAMPLE_TYPE, "samples", "count", out);
    for (WeightedStack stack : profile.stacks()) {
      out.message(OtlpFields.SAMPLES, sample -> sample(stack, sample));
    }
    Times times = Times.of(profile);
    out.fixed(OtlpFields.TIME_UNIX_NANO, times.start());
    out.number(OtlpFields.DURATION_NANO, times.duration());
    valueType(OtlpFields.PERIOD_TYPE, profile.kind().wireName(), unit, out);
    out.number(OtlpFields.PERIOD, times.period());
    if (profile.lost() != 0) {
      out.packed(
          OtlpFields.PROFILE_ATTRIBUTE_INDICES,
          dictionary.attribute(OtlpNames.LOST, profile.lost()));
    }
  }

  private void valueType(int field, String type, String unit, MessageOutput out)
      throws IOException {
    out.message(
        field,
        body -> {
          body.number(OtlpFields.TYPE_STRINDEX, dictionary.string(type));
          body.number(OtlpFields.UNIT_STRINDEX, dictionary.string(unit));
        });
  }

  private void sample(WeightedStack stack, MessageOutput out) throws IOException {
    long[] attributes =
        stack.pid() < 0
            ? new long[] {dictionary.attribute(OtlpNames.EXECUTABLE_NAME, stack.command())}
            : new long[] {
              dictionary.attribute(OtlpNames.PID, stack.pid()),
              dictionary.attribute(OtlpNames.EXECUTABLE_NAME, stack.command())
            };
    out.number(OtlpFields.STACK_INDEX, dictionary.stack(stack.frames()));
    out.packed(OtlpFields.SAMPLE_ATTRIBUTE_INDICES, attributes);
    out.packed(OtlpFields.VALUES, stack.count());
  }

  /** The times of a profile in nanoseconds of 64 bits. */
  private record Times(long start, long duration, long period) {
    static Times of(Profile profile) {
      try {
        Instant start = profile.range().start();
        return new Times(
            Math.addExact(
                Math.multiplyExact(start.getEpochSecond(), 1_000_000_000L), start.getNano()),
            profile.range().duration().toNanos(),
            profile.period().toNanos());
      } catch (ArithmeticException e) {
        throw new IllegalArgumentException(
            "range %s to %s or period %s does not fit in nanoseconds of 64 bits"
                .formatted(profile.range().start(), profile.range().end(), profile.period()),
            e);
      }
    }
  }
}
