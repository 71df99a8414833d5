package dev.kedge.server.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** One file of the browser app, ready to be sent. Immutable: nobody writes into its bytes. */
final class Asset {
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("mjs", "text/javascript; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("map", "application/json"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("txt", "text/plain; charset=utf-8"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("wasm", "application/wasm"),
          Map.entry("woff2", "font/woff2"));
  private static final Set<String> COMPRESSED = Set.of("png", "woff2");

  private final String contentType;
  private final byte[] content;
  private final Optional<byte[]> compressed;
  private final String tag;

  private Asset(String contentType, byte[] content, Optional<byte[]> compressed, String tag) {
    this.contentType = contentType;
    this.content = content;
    this.compressed = compressed;
    this.tag = tag;
  }

  /** Its media type. */
  String contentType() {
    return contentType;
  }

  /** The file as it is. */
  byte[] content() {
    return content;
  }

  /** Its gzip, empty where that would not be smaller. */
  Optional<byte[]> compressed() {
    return compressed;
  }

  /** Entity tag over the content, with its quotes. */
  String tag() {
    return tag;
  }

  /** The media type by a file's name, empty for names that are not served. */
  static Optional<String> contentType(String name) {
    return Optional.ofNullable(TYPES.get(extension(name)));
  }

  private static String extension(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  static Asset of(String name, String contentType, byte[] content) {
    Optional<byte[]> compressed =
        COMPRESSED.contains(extension(name)) ? Optional.empty() : Optional.of(gzip(content));
    return new Asset(
        contentType,
        content,
        compressed.filter(bytes -> bytes.length < content.length),
        "\"" + hash(content) + "\"");
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(content.length / 2 + 64);
    try (GZIPOutputStream gzip = new SmallestGzip(out)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException("memory takes every write", e);
    }
    return out.toByteArray();
  }

  private static String hash(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(digest, 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Compressed once, sent often. */
  private static final class SmallestGzip extends GZIPOutputStream {
    SmallestGzip(ByteArrayOutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}
