/**
 * Reads and writes profiles of OpenTelemetry (OTLP); the way in is {@link
 * dev.kedge.profile.otlp.OtlpCodec}. Field numbers are those of opentelemetry-proto 1.10 and 1.11,
 * package {@code opentelemetry.proto.profiles.v1development}. Messages are hostile input: sizes,
 * counts and indexes are checked before use, and nested attribute values are stepped over, not
 * followed.
 */
@NullMarked
package dev.kedge.profile.otlp;

import org.jspecify.annotations.NullMarked;
