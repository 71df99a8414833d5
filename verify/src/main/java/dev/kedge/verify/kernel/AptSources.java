package dev.kedge.verify.kernel;

import dev.kedge.verify.VerifyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The package sources for kernels: the suites that have some, from the mirrors the system itself
 * uses (sources.list(5), both formats).
 */
final class AptSources {
  private static final List<String> SUITES =
      List.of(
          "bookworm", "bookworm-backports", "trixie", "trixie-backports", "sid", "experimental");
  private static final List<String> SECURITY_SUITES =
      List.of("bookworm-security", "trixie-security");
  private static final Pattern ONE_LINE =
      Pattern.compile("deb\\s+(?:\\[([^\\]]*)\\]\\s+)?(\\S+)\\s+(\\S+)(?:\\s+.*)?");
  private static final Pattern SIGNED_BY = Pattern.compile("signed-by=(/\\S+)");
  private static final long MAX_FILE = 1 << 20;

  /** A mirror: where it is, and the key it is signed with, when the system names one. */
  private record Mirror(String uri, List<String> suites, Optional<String> signedBy) {
    boolean isSecurity() {
      return suites.stream().anyMatch(suite -> suite.endsWith("-security"));
    }

    boolean isDebian() {
      return uri.matches("[a-z+]+:/.*/debian(-security)?/?");
    }

    String line(String suite) {
      String options = signedBy.map(key -> "[signed-by=" + key + "] ").orElse("");
      return "deb " + options + uri + " " + suite + " main";
    }
  }

  private AptSources() {}

  /**
   * The lines of a sources list.
   *
   * @param etc the folder of apt's configuration, usually {@code /etc/apt}
   * @throws VerifyException when the system names no Debian mirror
   */
  static List<String> lines(Path etc) {
    List<Mirror> mirrors = mirrors(etc).stream().filter(Mirror::isDebian).toList();
    Mirror main =
        mirrors.stream()
            .filter(mirror -> !mirror.isSecurity())
            .findFirst()
            .orElseThrow(() ->
                new VerifyException(
                    etc
                        + ": names no Debian mirror, so that no kernel can be fetched; give"
                        + " packages or folders instead of debian:VERSION"));
    List<String> lines = new ArrayList<>(SUITES.stream().map(main::line).toList());
    mirrors.stream()
        .filter(Mirror::isSecurity)
        .findFirst()
        .ifPresent(mirror -> SECURITY_SUITES.stream().map(mirror::line).forEach(lines::add));
    return lines;
  }

  private static List<Mirror> mirrors(Path etc) {
    List<Mirror> mirrors = new ArrayList<>();
    for (Path file : files(etc)) {
      try {
        if (Files.size(file) <= MAX_FILE) {
          List<String> lines = Files.readAllLines(file);
          mirrors.addAll(file.toString().endsWith(".sources") ? stanzas(lines) : oneLine(lines));
        }
      } catch (IOException e) {
        throw new VerifyException(file + ": cannot be read: " + e.getMessage(), e);
      }
    }
    return mirrors;
  }

  private static List<Path> files(Path etc) {
    List<Path> files = new ArrayList<>();
    if (Files.isRegularFile(etc.resolve("sources.list"))) {
      files.add(etc.resolve("sources.list"));
    }
    Path parts = etc.resolve("sources.list.d");
    if (Files.isDirectory(parts)) {
      try (Stream<Path> all = Files.list(parts)) {
        all.filter(file -> file.toString().matches(".*\\.(list|sources)"))
            .sorted()
            .forEach(files::add);
      } catch (IOException e) {
        throw new VerifyException(parts + ": cannot be read: " + e.getMessage(), e);
      }
    }
    return files;
  }

  private static List<Mirror> oneLine(List<String> lines) {
    List<Mirror> mirrors = new ArrayList<>();
    for (String line : lines) {
      Matcher source = ONE_LINE.matcher(line.strip());
      if (source.matches()) {
        String options = source.group(1) == null ? "" : source.group(1);
        Matcher key = SIGNED_BY.matcher(options);
        mirrors.add(
            new Mirror(
                source.group(2),
                List.of(source.group(3)),
                key.find() ? Optional.of(key.group(1)) : Optional.empty()));
      }
    }
    return mirrors;
  }

  private static List<Mirror> stanzas(List<String> lines) {
    List<Mirror> mirrors = new ArrayList<>();
    Map<String, String> fields = new HashMap<>();
    for (String line : Stream.concat(lines.stream(), Stream.of("")).toList()) {
      int colon = line.indexOf(':');
      if (line.isBlank()) {
        mirror(fields).ifPresent(mirrors::add);
        fields.clear();
      } else if (colon > 0 && !line.startsWith("#") && !line.startsWith(" ")) {
        fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
      }
    }
    return mirrors;
  }

  private static Optional<Mirror> mirror(Map<String, String> fields) {
    String uris = fields.getOrDefault("URIs", "");
    boolean off = fields.getOrDefault("Enabled", "yes").equals("no");
    if (uris.isEmpty() || off || !fields.getOrDefault("Types", "").contains("deb")) {
      return Optional.empty();
    }
    return Optional.of(
        new Mirror(
            uris.split("\\s+", -1)[0],
            List.of(fields.getOrDefault("Suites", "").split("\\s+", -1)),
            Optional.ofNullable(fields.get("Signed-By")).filter(key -> key.startsWith("/"))));
  }
}
