package dev.kedge.server.web;

import dev.kedge.server.http.Call;
import dev.kedge.server.http.ProblemException;
import io.helidon.http.HeaderNames;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Serves the browser app's files from the class path, each read and compressed once. A path that is
 * no file and is asked for by a browser as a page gets {@code index.html}: the app itself reads the
 * path. Safe for many threads.
 */
public final class WebPages {
  /** Names without "..", hidden files, empty segments, back slashes and percent signs. */
  private static final Pattern SAFE =
      Pattern.compile("(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*");

  private static final String INDEX = "index.html";

  /** The build puts files whose names hold a hash of their content below this path. */
  private static final String HASHED = "assets/";

  private static final byte[] NOT_BUILT =
      """
      <!doctype html>
      <html lang="en">
      <title>Kedge</title>
      <h1>The pages are not built</h1>
      <p>This server runs without the browser app. Build it with <code>mvn -Dquick -pl web package</code>
      (needs Node 20) and start the server with <code>./kedge up</code>, which does that by itself.</p>
      <p>The API works: <a href="/api/v1/openapi.yaml">/api/v1/openapi.yaml</a></p>
      </html>
      """
          .getBytes(StandardCharsets.UTF_8);

  private final ClassLoader loader;
  private final String root;
  private final ConcurrentHashMap<String, Asset> assets = new ConcurrentHashMap<>();

  /**
   * Pages below a folder of the class path.
   *
   * @param loader where to look
   * @param root folder, with a slash at its end
   */
  public WebPages(ClassLoader loader, String root) {
    this.loader = loader;
    this.root = root;
  }

  /** Answers a GET or HEAD of any path that is not the API's. */
  public void answer(Call call) {
    String path = call.path();
    String name = path.equals("/") ? INDEX : path.substring(1);
    Optional<Asset> asset = find(name);
    if (asset.isPresent()) {
      send(call, asset.get(), name.startsWith(HASHED));
    } else if (wantsPage(call, name)) {
      find(INDEX)
          .ifPresentOrElse(
              index -> send(call, index, false),
              () ->
                  call.bytes(path.equals("/") ? 200 : 404, "text/html; charset=utf-8", NOT_BUILT));
    } else {
      throw ProblemException.notFound("there is no such page or file");
    }
  }

  private static boolean wantsPage(Call call, String name) {
    return !name.startsWith(HASHED)
        && call.header(HeaderNames.ACCEPT).orElse("").contains("text/html");
  }

  private Optional<Asset> find(String name) {
    Asset known = assets.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<String> type = Asset.contentType(name);
    if (type.isEmpty() || name.length() > 200 || !SAFE.matcher(name).matches()) {
      return Optional.empty();
    }
    Optional<Asset> loaded = read(name).map(content -> Asset.of(name, type.get(), content));
    // Only what exists is kept, so that the map cannot grow beyond the app's own files.
    loaded.ifPresent(asset -> assets.put(name, asset));
    return loaded;
  }

  private Optional<byte[]> read(String name) {
    try (InputStream in = loader.getResourceAsStream(root + name)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("page " + name + " cannot be read", e);
    }
  }

  private static void send(Call call, Asset asset, boolean immutable) {
    call.set(HeaderNames.ETAG, asset.tag());
    call.set(
        HeaderNames.CACHE_CONTROL, immutable ? "public, max-age=31536000, immutable" : "no-cache");
    call.set(HeaderNames.VARY, "Accept-Encoding");
    if (matches(call.header(HeaderNames.IF_NONE_MATCH).orElse(""), asset.tag())) {
      call.empty(304);
      return;
    }
    byte[] content = asset.content();
    if (asset.compressed().isPresent() && call.acceptsGzip()) {
      call.set(HeaderNames.CONTENT_ENCODING, "gzip");
      content = asset.compressed().get();
    }
    call.bytes(200, asset.contentType(), content);
  }

  /** RFC 9110 section 13.1.2: weak comparison, a list, or a star. */
  private static boolean matches(String header, String tag) {
    return header.equals("*")
        || Arrays.stream(header.split(",", -1))
            .map(String::strip)
            .anyMatch(one -> one.equals(tag) || one.equals("W/" + tag));
  }
}
