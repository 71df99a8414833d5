package dev.kedge.wire;

import com.google.protobuf.ByteString;
import dev.kedge.model.BootId;
import dev.kedge.model.BuildId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/** How single values stand in fields: times as nanoseconds, identities as raw bytes. */
final class WireValues {
  private static final long SECOND = 1_000_000_000L;

  private WireValues() {}

  static long nanos(String field, Instant instant) {
    try {
      return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), SECOND), instant.getNano());
    } catch (ArithmeticException e) {
      throw new WireException(
          "%s: %s, expected a time between the years 1678 and 2262".formatted(field, instant), e);
    }
  }

  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND));
  }

  static long nanos(String field, Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException e) {
      throw new WireException("%s: %s, expected at most 292 years".formatted(field, duration), e);
    }
  }

  static ByteString bytes(BootId boot) {
    ByteBuffer buffer = ByteBuffer.allocate(16);
    buffer.putLong(boot.value().getMostSignificantBits());
    buffer.putLong(boot.value().getLeastSignificantBits()).flip();
    return ByteString.copyFrom(buffer);
  }

  static BootId boot(ByteString bytes) {
    if (bytes.size() != 16) {
      throw new WireException("boot: %d bytes, expected 16".formatted(bytes.size()));
    }
    ByteBuffer buffer = bytes.asReadOnlyByteBuffer();
    return new BootId(new UUID(buffer.getLong(), buffer.getLong()));
  }

  static ByteString bytes(Optional<BuildId> buildId) {
    return buildId
        .map(id -> ByteString.copyFrom(HexFormat.of().parseHex(id.hex())))
        .orElse(ByteString.EMPTY);
  }

  static Optional<BuildId> buildId(String field, ByteString bytes) {
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    if (bytes.size() > 64) {
      throw new WireException(
          "%s: %d bytes, at most 64 are allowed".formatted(field, bytes.size()));
    }
    return Optional.of(new BuildId(HexFormat.of().formatHex(bytes.toByteArray())));
  }
}
