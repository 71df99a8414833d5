package dev.kedge.patches.missing;

import dev.kedge.model.Printable;
import dev.kedge.patches.CommitId;
import dev.kedge.patches.PatchesException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which commits close which CVEs, from a local clone of the kernel's vulnerability data
 * (git.kernel.org, {@code linux/security/vulns}): {@code cve/published/YEAR/CVE-*.sha1} holds the
 * fixing commit of mainline, {@code CVE-*.dyad} lines of {@code vulnerable:id:fixed:id} for every
 * branch.
 */
public final class KernelVulnerabilities {
  private static final int MAX_FILE_BYTES = 1 << 20;
  private static final Pattern NAME = Pattern.compile("(CVE-\\d{4}-\\d{4,8})\\.(sha1|dyad)");
  private static final Pattern ID = Pattern.compile("(?m)^([0-9a-f]{40})\\b");
  private static final Pattern PAIR =
      Pattern.compile("(?m)^[^\\s:#]{1,60}:[0-9a-f]{1,64}:[^\\s:]{1,60}:([0-9a-f]{40})$");

  private final Map<String, TreeSet<String>> byCommit = new HashMap<>();

  private KernelVulnerabilities() {}

  /** Knows of none. */
  public static KernelVulnerabilities none() {
    return new KernelVulnerabilities();
  }

  /**
   * Reads the clone.
   *
   * @throws PatchesException when the directory holds no such data
   */
  public static KernelVulnerabilities read(Path clone) {
    Path published = clone.resolve("cve").resolve("published");
    if (!Files.isDirectory(published)) {
      throw PatchesException.input(
          "no kernel vulnerability data: "
              + Printable.of(clone.toString(), 300)
              + " has no directory cve/published");
    }
    KernelVulnerabilities data = new KernelVulnerabilities();
    try (Stream<Path> files = Files.walk(published, 2)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches() && Files.isRegularFile(file) && Files.size(file) <= MAX_FILE_BYTES) {
          data.add(name.group(1), name.group(2).equals("sha1") ? ID : PAIR, file);
        }
      }
    } catch (IOException e) {
      throw PatchesException.environment(
          "kernel vulnerability data cannot be read: " + e.getMessage(), e);
    }
    return data;
  }

  private void add(String cve, Pattern pattern, Path file) throws IOException {
    String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      byCommit.computeIfAbsent(matcher.group(1), id -> new TreeSet<>()).add(cve);
    }
  }

  /** The CVEs that a fix closes, by its own id or the ids it carries. */
  public List<String> closedBy(CommitId fix, List<String> upstream) {
    TreeSet<String> cves = new TreeSet<>(byCommit.getOrDefault(fix.hex(), new TreeSet<>()));
    upstream.forEach(hex -> cves.addAll(byCommit.getOrDefault(hex, new TreeSet<>())));
    return new ArrayList<>(cves);
  }

  /** Commits that are known to close one. */
  public int size() {
    return byCommit.size();
  }
}
