package dev.kedge.verify.image;

import dev.kedge.verify.VerifyException;
import dev.kedge.verify.kernel.ModuleFiles;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * The modules to load for what a plan asks for: each after those it depends on.
 *
 * @param modules name to unpacked content, in the order to load them
 * @param missing the names asked for that are neither files nor known to be built in; a kernel that
 *     came without a list of what is built in may still have them
 */
public record ModuleLoad(SequencedMap<String, byte[]> modules, List<String> missing) {
  private static final int MAX_MODULES = 500;

  /**
   * Finds the modules for these names.
   *
   * @throws VerifyException when a module's file is damaged, or a module it depends on is missing
   */
  public static ModuleLoad of(ModuleFiles files, Collection<String> names) {
    Search search = new Search(files);
    List<String> missing = new ArrayList<>();
    for (String name : names) {
      if (!files.isBuiltIn(name) && !search.visit(ModuleFiles.nameOf(name))) {
        missing.add(name);
      }
    }
    return new ModuleLoad(search.ordered, List.copyOf(missing));
  }

  /** A walk over dependencies, each module once. */
  private static final class Search {
    private final ModuleFiles files;
    private final Set<String> seen = new HashSet<>();
    private final SequencedMap<String, byte[]> ordered = new LinkedHashMap<>();

    Search(ModuleFiles files) {
      this.files = files;
    }

    boolean visit(String name) {
      if (!seen.add(name)) {
        return true;
      }
      Optional<byte[]> content = files.read(name);
      if (content.isEmpty()) {
        return false;
      }
      if (seen.size() > MAX_MODULES) {
        throw new VerifyException("more than " + MAX_MODULES + " modules to load");
      }
      ModuleInfo info =
          ModuleInfo.read(content.get())
              .orElseThrow(() -> new VerifyException("module " + name + ": no .modinfo in it"));
      for (String needed : info.depends()) {
        if (!files.isBuiltIn(needed) && !visit(needed)) {
          throw new VerifyException(
              "module %s needs %s, which is not among the kernel's modules"
                  .formatted(name, needed));
        }
      }
      ordered.put(name, content.get());
      return true;
    }
  }
}
