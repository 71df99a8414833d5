package dev.kedge.verify.kernel;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kernel that Debian's archive offers.
 *
 * @param release what {@code uname -r} prints in it
 * @param version of its packages
 * @param packages the names of the packages that make it up
 */
record DebianKernel(String release, DebianVersion version, List<String> packages) {
  private static final Pattern PACKAGE =
      Pattern.compile("linux-(image|binary|modules|base)-(\\d[A-Za-z0-9.+~-]*-[a-z0-9-]+)");
  private static final Pattern MADISON =
      Pattern.compile("\\s*(\\S{1,200})\\s*\\|\\s*(\\S{1,120})\\s*\\|.*");

  DebianKernel {
    packages = List.copyOf(packages);
  }

  /** The name of the folder it is kept in. */
  String folderName() {
    return release + "_" + version.text();
  }

  /** Says whether a package may be part of a kernel of a flavour, such as {@code cloud-amd64}. */
  static boolean isPart(String packageName, String flavour) {
    Matcher part = PACKAGE.matcher(packageName);
    return part.matches() && hasFlavour(part.group(2), flavour);
  }

  private static boolean hasFlavour(String release, String flavour) {
    return release.matches("[0-9][A-Za-z0-9.+~]*(?:-[0-9]+|-rc[0-9]+)?-" + Pattern.quote(flavour));
  }

  /**
   * The kernels of a listing, the oldest first. Since 6.19 the image package is empty and the parts
   * are in packages of their own; of some series only the part with the image is left.
   *
   * @param madison lines of {@code apt-cache madison}: package, version, source
   */
  static List<DebianKernel> of(Collection<String> madison) {
    Map<String, TreeSet<String>> parts = new TreeMap<>();
    for (String line : madison) {
      Matcher columns = MADISON.matcher(line);
      if (columns.matches()) {
        Matcher part = PACKAGE.matcher(columns.group(1));
        if (part.matches()) {
          parts
              .computeIfAbsent(part.group(2) + " " + columns.group(2), key -> new TreeSet<>())
              .add(part.group(1));
        }
      }
    }
    return parts.entrySet().stream()
        .filter(e -> hasImage(e.getKey(), e.getValue()))
        .map(e -> of(e.getKey().split(" ", 2), e.getValue()))
        .sorted(Comparator.comparing(DebianKernel::version).thenComparing(DebianKernel::release))
        .toList();
  }

  /** A lone image package called after a series, such as 6.12, only points to the newest of it. */
  private static boolean hasImage(String key, TreeSet<String> kinds) {
    boolean series = key.matches("\\d+\\.\\d+-[a-z].*");
    return kinds.contains("binary") || (kinds.contains("image") && !series);
  }

  private static DebianKernel of(String[] key, TreeSet<String> kinds) {
    List<String> packages =
        kinds.contains("binary")
            ? kinds.stream().filter(kind -> !kind.equals("image")).toList()
            : List.of("image");
    return new DebianKernel(
        key[0],
        new DebianVersion(key[1]),
        packages.stream().map(kind -> "linux-" + kind + "-" + key[0]).toList());
  }
}
