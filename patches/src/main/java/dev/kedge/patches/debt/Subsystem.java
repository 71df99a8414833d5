package dev.kedge.patches.debt;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The part of a kernel tree a patch belongs to, by the files it touches: the first two directories
 * where a top directory holds many parts ({@code drivers/net}), the top directory elsewhere ({@code
 * mm}).
 */
public final class Subsystem {
  /** Top directories of the kernel tree that hold one subsystem per directory below. */
  private static final Set<String> COLLECTIONS =
      Set.of("arch", "drivers", "fs", "kernel", "lib", "net", "security", "sound", "tools");

  /** Where declarations and descriptions live: they follow the code they belong to. */
  private static final Set<String> FOLLOWERS = Set.of("include", "Documentation");

  private Subsystem() {}

  /** The part most of these files lie in; the first of equals; {@code -} for no file. */
  public static String of(List<String> paths) {
    Map<String, Integer> votes = new LinkedHashMap<>();
    boolean code = paths.stream().anyMatch(path -> !FOLLOWERS.contains(top(path)));
    for (String path : paths) {
      if (!code || !FOLLOWERS.contains(top(path))) {
        votes.merge(of(path), 1, Integer::sum);
      }
    }
    int most = votes.values().stream().mapToInt(n -> n).max().orElse(0);
    return votes.entrySet().stream()
        .filter(vote -> vote.getValue() == most)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("-");
  }

  private static String of(String path) {
    String top = top(path);
    int end = path.indexOf('/', top.length() + 1);
    return COLLECTIONS.contains(top) && end > 0 ? path.substring(0, end) : top;
  }

  /** The first directory; the file itself in the root. */
  private static String top(String path) {
    int slash = path.indexOf('/');
    return slash < 0 ? path : path.substring(0, slash);
  }
}
