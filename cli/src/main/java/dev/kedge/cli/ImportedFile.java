package dev.kedge.cli;

import dev.kedge.model.BootId;
import dev.kedge.model.HostId;
import dev.kedge.model.Printable;
import dev.kedge.model.TimeRange;
import dev.kedge.profile.Profile;
import dev.kedge.profile.ProfileFormatException;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.folded.FoldedCodec;
import dev.kedge.profile.otlp.OtlpMessage;
import dev.kedge.profile.otlp.OtlpProfile;
import dev.kedge.profile.perfscript.PerfScript;
import dev.kedge.profile.pprof.PprofCodec;
import dev.kedge.profile.protobuf.MessageBytes;
import dev.kedge.profile.recording.RecordedWindows;
import dev.kedge.profile.recording.Recording;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One file of another profiler, and the windows it stands for. */
final class ImportedFile {
  /** Span of a profile that does not tell its own: the length of Kedge's windows. */
  private static final Duration UNTOLD = Duration.ofSeconds(10);

  private final Path file;
  private final Optional<ImportFormat> format;
  private final Optional<Instant> at;

  /**
   * A file.
   *
   * @param format empty to find out
   * @param at when it began; empty to take the file's word, or else such a time that it ended when
   *     the file was last changed
   */
  ImportedFile(Path file, Optional<ImportFormat> format, Optional<Instant> at) {
    this.file = file;
    this.format = format;
    this.at = at;
  }

  /**
   * What was found in a file.
   *
   * @param windows in order of time within a kind
   * @param skipped samples of events Kedge has no kind for, or has another of
   * @param refused why whole profiles of the file are left out
   */
  record Content(
      ImportFormat format, List<ProfileWindow> windows, long skipped, List<String> refused) {}

  /**
   * Reads the file.
   *
   * @throws IOException when it cannot be read or is of another format; the message begins with its
   *     name
   */
  Content read(HostId host) throws IOException {
    try {
      ImportFormat actual = format.isPresent() ? format.get() : found();
      RecordedWindows windows = new RecordedWindows(host, boot(host));
      List<String> refused = new ArrayList<>();
      long skipped =
          switch (actual) {
            case PERF_SCRIPT -> {
              try (Reader in = text()) {
                yield add(windows, PerfScript.read(in));
              }
            }
            case JFR -> add(windows, List.of(JfrFile.read(file)));
            case FOLDED -> {
              try (Reader in = text()) {
                yield add(windows, FoldedCodec.read(in));
              }
            }
            case PPROF -> add(windows, PprofCodec.read(message()));
            case OTLP -> {
              OtlpMessage message = OtlpFile.read(message());
              refused.addAll(message.refused());
              yield addOtlp(windows, ofHost(host, message.profiles()));
            }
          };
      return new Content(actual, windows.windows(), skipped, List.copyOf(refused));
    } catch (ProfileFormatException e) {
      throw named(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw named(FileFailure.reason(e), e);
    }
  }

  private ImportFormat found() throws IOException {
    if (OtlpFile.isJson(head())) {
      return ImportFormat.OTLP;
    }
    ImportFormat likely = ImportFormat.of(head());
    return likely == ImportFormat.PPROF && OtlpFile.isMessage(message())
        ? ImportFormat.OTLP
        : likely;
  }

  /** A collector may have put several hosts into one file; those of one are not another's. */
  private static List<OtlpProfile> ofHost(HostId host, List<OtlpProfile> profiles)
      throws IOException {
    List<String> hosts =
        profiles.stream()
            .flatMap(profile -> profile.resource().host().stream())
            .distinct()
            .toList();
    if (hosts.size() <= 1) {
      return profiles;
    }
    List<OtlpProfile> own =
        profiles.stream()
            .filter(profile -> profile.resource().host().equals(Optional.of(host.value())))
            .toList();
    if (own.isEmpty()) {
      throw new IOException(
          "holds profiles of %d hosts, none of them %s: %s"
              .formatted(hosts.size(), host, Printable.of(String.join(", ", hosts), 200)));
    }
    return own;
  }

  private long addOtlp(RecordedWindows windows, List<OtlpProfile> profiles) throws IOException {
    Instant first =
        profiles.stream()
            .filter(profile -> profile.samples() > 0)
            .map(OtlpProfile::first)
            .min(Instant::compareTo)
            .orElse(Instant.EPOCH);
    boolean dated = first.isAfter(Instant.EPOCH);
    Instant zero =
        at.isPresent()
            ? at.get().minus(Duration.between(Instant.EPOCH, first))
            : dated ? Instant.EPOCH : changed().minus(UNTOLD);
    OtlpProfile.joined(profiles).forEach(profile -> profile.into(windows, zero));
    return profiles.stream().mapToLong(profile -> profile.timed().skipped()).sum();
  }

  private long add(RecordedWindows windows, List<Recording> recordings) throws IOException {
    long skipped = 0;
    long first = recordings.stream().mapToLong(Recording::first).min().orElse(0);
    long last = recordings.stream().mapToLong(Recording::last).max().orElse(0);
    for (Recording recording : recordings) {
      Instant zero =
          at.isPresent()
              ? at.get().minusNanos(first)
              : recording.wallClock() ? Instant.EPOCH : changed().minusNanos(last);
      windows.add(recording, zero);
      skipped += recording.skipped();
    }
    return skipped;
  }

  private long add(RecordedWindows windows, Profile profile) throws IOException {
    Duration told = profile.range().duration();
    Duration span = told.isZero() ? UNTOLD : told;
    boolean dated = profile.range().start().isAfter(Instant.EPOCH);
    Instant start =
        at.isPresent() ? at.get() : dated ? profile.range().start() : changed().minus(span);
    windows.add(
        new Profile(
            new TimeRange(start, start.plus(span)),
            profile.kind(),
            profile.period(),
            profile.stacks(),
            profile.lost()));
    return 0;
  }

  private Instant changed() throws IOException {
    return Files.getLastModifiedTime(file).toInstant();
  }

  private Reader text() throws IOException {
    return new InputStreamReader(
        new BufferedInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8);
  }

  private byte[] message() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return MessageBytes.read(in);
    }
  }

  private byte[] head() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(ImportFormat.HEAD);
    }
  }

  /** The same for the same content, time and host, so that the server sees a repetition. */
  private BootId boot(HostId host) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(
          (host + "\0" + at.map(Instant::toString).orElse("") + "\0")
              .getBytes(StandardCharsets.UTF_8));
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return new BootId(UUID.nameUUIDFromBytes(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private IOException named(String reason, Exception cause) {
    return new IOException(Printable.of(file.toString(), 400) + ": " + reason, cause);
  }
}
