package dev.kedge.verify.kernel;

import dev.kedge.verify.VerifyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The system's apt with a state folder and sources of its own: it asks the mirrors the system asks
 * and trusts the keys the system trusts, and changes nothing of the system. Not thread-safe.
 */
final class Apt {
  private static final String STAMP = "updated";
  private static final Duration INDEX_AGE = Duration.ofDays(1);
  private static final Duration UPDATE_LIMIT = Duration.ofMinutes(10);
  private static final Duration DOWNLOAD_LIMIT = Duration.ofMinutes(30);
  private static final Duration QUERY_LIMIT = Duration.ofMinutes(2);
  private static final Pattern SHA256 = Pattern.compile("(?m)^SHA256: ([0-9a-f]{64})$");
  private static final Pattern SIZE = Pattern.compile("(?m)^Size: (\\d{1,15})$");

  private final Path folder;
  private final Path systemEtc;
  private final InstantSource clock;
  private final Consumer<String> say;

  /**
   * An apt.
   *
   * @param folder where its state is kept
   * @param systemEtc the configuration of the system's own apt
   * @param say hears what takes long
   */
  Apt(Path folder, Path systemEtc, InstantSource clock, Consumer<String> say) {
    this.folder = folder;
    this.systemEtc = systemEtc;
    this.clock = clock;
    this.say = say;
  }

  /**
   * Makes sure of an index that is not older than a day; an older one is better than none.
   *
   * @throws VerifyException when there is none and none can be fetched
   */
  void refresh() {
    Path stamp = folder.resolve(STAMP);
    try {
      if (Files.exists(stamp) && isFresh(stamp)) {
        return;
      }
      prepare();
    } catch (IOException e) {
      throw new VerifyException(
          folder + ": cannot be written: " + e.getMessage() + "; see --cache", e);
    }
    say.accept("fetching the list of kernels");
    HostCommand update = get(folder, UPDATE_LIMIT, "update", "-qq");
    if (update.status() == 0 && hasIndex()) {
      touch(stamp);
    } else if (hasIndex()) {
      say.accept("the list of kernels is an old one: " + update.err());
    } else {
      throw new VerifyException(
          "the list of kernels cannot be fetched: "
              + update.err()
              + "; give packages or folders instead of debian:VERSION");
    }
  }

  /**
   * The versions of packages, as lines of {@code apt-cache madison}. Asking takes seconds, so that
   * the answer is kept as long as the index.
   *
   * @param prefix of the names
   * @param list the name of the list to keep
   * @param wanted picks among the names
   */
  List<String> versions(String prefix, String list, Predicate<String> wanted) {
    Path kept = folder.resolve("versions-" + list);
    try {
      if (Files.exists(kept) && Files.exists(folder.resolve(STAMP))) {
        return Files.readAllLines(kept);
      }
      List<String> words = new ArrayList<>(List.of("madison"));
      cache("pkgnames", prefix).lines().filter(wanted).sorted().forEach(words::add);
      if (words.size() == 1) {
        return List.of();
      }
      List<String> lines = cache(words.toArray(String[]::new)).lines().toList();
      Files.write(kept, lines);
      return lines;
    } catch (IOException e) {
      throw new VerifyException(kept + ": cannot be written: " + e.getMessage(), e);
    }
  }

  /** What the signed index says of a package: its hash and its size in bytes. */
  record Entry(String sha256, long bytes) {}

  /** The index entry of one version of a package. */
  Entry entry(String name, String version) {
    String shown = cache("show", name + "=" + version);
    Matcher hash = SHA256.matcher(shown);
    Matcher size = SIZE.matcher(shown);
    if (!hash.find() || !size.find()) {
      throw new VerifyException("the index has no hash of " + name + " " + version);
    }
    return new Entry(hash.group(1), Long.parseLong(size.group(1)));
  }

  /**
   * Downloads one version of a package into a folder.
   *
   * @return the file
   * @throws VerifyException when it cannot be had, or is not what the index says
   */
  Path download(String name, String version, Path into) {
    Entry entry = entry(name, version);
    say.accept("fetching %s %s (%d MB)".formatted(name, version, entry.bytes() / 1_000_000));
    HostCommand run = get(into, DOWNLOAD_LIMIT, "download", "-qq", name + "=" + version);
    Optional<Path> file = packageFile(into, name);
    if (run.status() != 0 || file.isEmpty()) {
      throw new VerifyException("%s %s cannot be fetched: %s".formatted(name, version, run.err()));
    }
    if (!Sha256.of(file.get()).equals(entry.sha256())) {
      throw new VerifyException(file.get() + ": is not what the signed index says");
    }
    return file.get();
  }

  private static Optional<Path> packageFile(Path folder, String name) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith(name + "_")).findFirst();
    } catch (IOException e) {
      throw new VerifyException(folder + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private boolean isFresh(Path stamp) throws IOException {
    Instant updated = Files.getLastModifiedTime(stamp).toInstant();
    Duration age = Duration.between(updated, clock.instant());
    return !age.isNegative() && age.compareTo(INDEX_AGE) < 0;
  }

  private void prepare() throws IOException {
    Files.createDirectories(folder.resolve("state/lists/partial"));
    Files.createDirectories(folder.resolve("cache/archives/partial"));
    Files.writeString(folder.resolve("state/status"), "");
    Files.write(folder.resolve("sources.list"), AptSources.lines(systemEtc));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().startsWith("versions-")) {
          Files.delete(file);
        }
      }
    }
  }

  private void touch(Path stamp) {
    try {
      Files.writeString(stamp, clock.instant() + "\n");
      Files.setLastModifiedTime(stamp, java.nio.file.attribute.FileTime.from(clock.instant()));
    } catch (IOException e) {
      throw new VerifyException(stamp + ": cannot be written: " + e.getMessage(), e);
    }
  }

  private boolean hasIndex() {
    try (Stream<Path> lists = Files.list(folder.resolve("state/lists"))) {
      return lists.anyMatch(file -> file.getFileName().toString().contains("_Packages"));
    } catch (IOException e) {
      return false;
    }
  }

  private HostCommand get(Path into, Duration limit, String... words) {
    return run("apt-get", into, limit, words);
  }

  private String cache(String... words) {
    HostCommand run = run("apt-cache", folder, QUERY_LIMIT, words);
    if (run.status() != 0) {
      throw new VerifyException("apt-cache " + words[0] + " failed: " + run.err());
    }
    return run.out();
  }

  private HostCommand run(String program, Path into, Duration limit, String... words) {
    List<String> command = new ArrayList<>(List.of(program));
    for (String option :
        List.of(
            "Dir::State=" + folder.resolve("state"),
            "Dir::State::status=" + folder.resolve("state/status"),
            "Dir::Cache=" + folder.resolve("cache"),
            "Dir::Etc::sourcelist=" + folder.resolve("sources.list"),
            "Dir::Etc::sourceparts=/dev/null",
            "Dir::Etc::preferencesparts=/dev/null",
            "APT::Architecture=amd64",
            "APT::Architectures=amd64",
            "Acquire::Languages=none",
            "APT::Sandbox::User=root")) {
      command.add("-o");
      command.add(option);
    }
    command.addAll(List.of(words));
    return HostCommand.run(command, into, limit);
  }
}
