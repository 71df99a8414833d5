package dev.kedge.checks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which module may use which: the table of docs/architecture.md as data. */
final class Arrows {
  /** Stands for every other module. */
  static final String EVERYTHING = "*";

  private static final Map<String, Set<String>> MAY_USE = new LinkedHashMap<>();

  static {
    MAY_USE.put("model", Set.of());
    MAY_USE.put("report", Set.of("model"));
    MAY_USE.put("profile", Set.of("model"));
    MAY_USE.put("bandwidth", Set.of("model"));
    MAY_USE.put("patches", Set.of("model"));
    MAY_USE.put("verify", Set.of("model", "report"));
    MAY_USE.put("wire", Set.of("model", "report", "profile"));
    MAY_USE.put("linux", Set.of("model"));
    MAY_USE.put("agent", Set.of("model", "report", "profile", "wire", "linux"));
    MAY_USE.put("store", Set.of("model", "report", "profile"));
    MAY_USE.put(
        "server",
        Set.of("model", "report", "profile", "bandwidth", "patches", "verify", "wire", "store"));
    MAY_USE.put("web", Set.of());
    MAY_USE.put("cli", Set.of(EVERYTHING));
    MAY_USE.put("bench", Set.of(EVERYTHING));
    MAY_USE.put("dist", Set.of(EVERYTHING));
    MAY_USE.put("checks", Set.of(EVERYTHING));
  }

  /** The modules that know no HTTP, no SQL, no threads and no clock of their own. */
  static final List<String> DOMAIN = List.of("model", "report", "profile", "bandwidth");

  private Arrows() {}

  /** All modules, in the order of the build. */
  static Set<String> modules() {
    return MAY_USE.keySet();
  }

  /** Says whether code of {@code module} may use code of {@code other}. */
  static boolean allowed(String module, String other) {
    Set<String> allowed = MAY_USE.getOrDefault(module, Set.of());
    return module.equals(other) || allowed.contains(EVERYTHING) || allowed.contains(other);
  }
}
