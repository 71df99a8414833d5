package dev.kedge.verify.kernel;

import dev.kedge.verify.VerifyException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Kernels of Debian's archive by version: found, downloaded once, kept with their checksums, which
 * are looked at on every use. Not thread-safe.
 */
public final class DebianKernels {
  /** What a text that means a kernel of Debian starts with. */
  public static final String PREFIX = "debian:";

  private static final Pattern QUERY =
      Pattern.compile("debian:([0-9][A-Za-z0-9.+~-]{0,100})(?:/([a-z0-9][a-z0-9-]{0,30}))?");
  private static final String CLOUD = "cloud-amd64";
  private static final String SUMS = "SHA256SUMS";
  private static final int NEAREST = 6;

  private final KernelCache cache;
  private final Apt apt;

  /**
   * Kernels by the system's apt.
   *
   * @param cache where packages are kept
   * @param clock says how old the list of kernels is
   * @param say hears what takes long
   */
  public DebianKernels(KernelCache cache, InstantSource clock, Consumer<String> say) {
    this(cache, new Apt(cache.folder().resolve("apt"), Path.of("/etc/apt"), clock, say));
  }

  DebianKernels(KernelCache cache, Apt apt) {
    this.cache = cache;
    this.apt = apt;
  }

  /**
   * A kernel that can be fetched.
   *
   * @param release what {@code uname -r} prints in it
   * @param version of its packages
   * @param packages the names of its packages
   */
  public record Offer(String release, String version, List<String> packages) {}

  /**
   * What the archive offers, the oldest first.
   *
   * @param flavour such as {@code cloud-amd64} or {@code amd64}
   */
  public List<Offer> offers(String flavour) {
    return kernels(flavour).stream()
        .map(k -> new Offer(k.release(), k.version().text(), k.packages()))
        .toList();
  }

  /** The flavour that is meant when none is named: the one for virtual machines. */
  public static String usualFlavour() {
    return CLOUD;
  }

  /**
   * The kernel a text means, downloaded when it is not yet here: {@code debian:6.12} for the newest
   * 6.12, {@code debian:6.12.107-1} for one package version, {@code debian:6.12/amd64} for another
   * flavour than that for virtual machines.
   *
   * @throws VerifyException when there is none such, or it cannot be fetched
   */
  public Kernel open(String text) {
    Matcher query = QUERY.matcher(text);
    if (!query.matches()) {
      throw new VerifyException(
          text + ": expected debian:VERSION or debian:VERSION/FLAVOUR, such as debian:6.12");
    }
    String flavour = query.group(2) == null ? CLOUD : query.group(2);
    DebianKernel kernel = find(text, query.group(1), flavour);
    return cache.kernelOf(text, packages(kernel));
  }

  private DebianKernel find(String text, String version, String flavour) {
    List<DebianKernel> kernels = kernels(flavour);
    return kernels.stream()
        .filter(kernel -> kernel.version().isMeantBy(version))
        .reduce((older, newer) -> newer)
        .orElseThrow(() ->
            new VerifyException(
                text
                    + ": the archive has no such kernel"
                    + (kernels.isEmpty()
                        ? " and none of flavour " + flavour
                        : "; the nearest are " + nearest(kernels, version))));
  }

  private List<DebianKernel> kernels(String flavour) {
    apt.refresh();
    return DebianKernel.of(
        apt.versions("linux-", flavour, name -> DebianKernel.isPart(name, flavour)));
  }

  /** Versions on both sides of the one that is not there. */
  static String nearest(List<DebianKernel> kernels, String version) {
    List<DebianVersion> versions =
        kernels.stream().map(DebianKernel::version).distinct().sorted().toList();
    DebianVersion wanted = new DebianVersion(version);
    int at = (int) versions.stream().filter(v -> v.compareTo(wanted) < 0).count();
    int from = Math.max(0, Math.min(at - NEAREST / 2, versions.size() - NEAREST));
    List<String> shown =
        versions.subList(from, Math.min(versions.size(), from + NEAREST)).stream()
            .map(DebianVersion::text)
            .toList();
    return String.join(", ", shown);
  }

  private List<Path> packages(DebianKernel kernel) {
    Path folder = cache.folder().resolve("packages").resolve(kernel.folderName());
    try {
      if (!Files.exists(folder.resolve(SUMS))) {
        fetch(kernel, folder);
      }
      return checked(folder);
    } catch (IOException e) {
      throw new VerifyException(
          folder + ": cannot be written: " + e.getMessage() + "; see --cache", e);
    }
  }

  private void fetch(DebianKernel kernel, Path folder) throws IOException {
    Files.createDirectories(folder.getParent());
    Path draft = Files.createTempDirectory(folder.getParent(), "draft-");
    try {
      List<String> sums = new ArrayList<>();
      for (String name : kernel.packages()) {
        Path file = apt.download(name, kernel.version().text(), draft);
        sums.add(Sha256.of(file) + "  " + file.getFileName());
      }
      Files.write(draft.resolve(SUMS), sums);
      Files.move(draft, folder);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      // Another run fetched the same packages meanwhile; they are checked like ours.
    } finally {
      KernelCache.delete(draft);
    }
  }

  /** The packages of a folder, each compared with the hash it had when it was downloaded. */
  private static List<Path> checked(Path folder) throws IOException {
    Map<Path, String> sums = new TreeMap<>();
    try (Stream<String> lines = Files.lines(folder.resolve(SUMS))) {
      lines.forEach(
          line -> sums.put(folder.resolve(Path.of(line.substring(66)).getFileName()), line));
    }
    for (Map.Entry<Path, String> sum : sums.entrySet()) {
      if (!Files.exists(sum.getKey())
          || !sum.getValue().startsWith(Sha256.of(sum.getKey()) + "  ")) {
        throw new VerifyException(
            sum.getKey() + ": is damaged; delete " + folder + " and run again");
      }
    }
    return List.copyOf(sums.keySet());
  }
}
