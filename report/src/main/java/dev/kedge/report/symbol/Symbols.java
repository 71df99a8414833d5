package dev.kedge.report.symbol;

import dev.kedge.model.BuildId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of one kernel build: its debug file, its System.map, its modules, each of them
 * optional. Modules are opened when a frame names them. Not thread-safe.
 */
public final class Symbols implements AutoCloseable {
  private final Optional<SymbolFile> kernel;
  private final FunctionTable map;
  private final ModuleFiles modules;
  private final Map<String, Optional<SymbolFile>> opened = new HashMap<>();

  private Symbols(Optional<SymbolFile> kernel, FunctionTable map, ModuleFiles modules) {
    this.kernel = kernel;
    this.map = map;
    this.modules = modules;
  }

  /**
   * Opens what there is.
   *
   * @param vmlinux the kernel with debug data
   * @param systemMap {@code System.map} or a copy of {@code /proc/kallsyms}
   * @param moduleDirectory directory with module files, at any depth
   * @throws IOException when one cannot be read
   * @throws SymbolException when one is of no form understood
   */
  public static Symbols open(
      Optional<Path> vmlinux, Optional<Path> systemMap, Optional<Path> moduleDirectory)
      throws IOException {
    FunctionTable map =
        systemMap.isPresent() ? SystemMap.read(systemMap.get()) : FunctionTable.of(List.of());
    ModuleFiles modules =
        moduleDirectory.isPresent() ? ModuleFiles.below(moduleDirectory.get()) : ModuleFiles.NONE;
    Optional<SymbolFile> kernel =
        vmlinux.isPresent() ? Optional.of(SymbolFile.open(vmlinux.get())) : Optional.empty();
    return new Symbols(kernel, map, modules);
  }

  /** The build-id of the kernel's debug file. */
  public Optional<BuildId> kernelBuildId() {
    return kernel.flatMap(SymbolFile::buildId);
  }

  /** The source of a frame, or why there is none. */
  Finding find(FrameText frame, boolean exact) {
    Optional<SymbolFile> file =
        frame.module().isEmpty() ? kernel : module(frame.module(), frame.buildId());
    if (file.isEmpty()) {
      return frame.module().isEmpty() ? Finding.NO_KERNEL : Finding.NO_MODULE;
    }
    Optional<FunctionTable.Function> function =
        file.get().functions().match(frame.name(), frame.offset(), frame.size());
    if (function.isEmpty()) {
      boolean known = !file.get().functions().named(frame.name()).isEmpty();
      return known ? Finding.OTHER_SIZE : Finding.NO_FUNCTION;
    }
    long before = exact || frame.offset() == 0 ? 0 : 1;
    long address = function.get().address() + frame.offset() - before;
    List<SourceFrame> frames = file.get().frames(address);
    return frames.isEmpty() ? Finding.NO_LINES : new Finding(frames, Finding.Kind.FOUND);
  }

  private Optional<SymbolFile> module(String module, String buildId) {
    return opened.computeIfAbsent(module + " " + buildId, key -> open(module, buildId));
  }

  /** The file of a module with lines; the one of the printed build-id when there is one. */
  private Optional<SymbolFile> open(String module, String buildId) {
    Optional<SymbolFile> best = Optional.empty();
    for (Path path : modules.of(module)) {
      try {
        SymbolFile file = SymbolFile.open(path);
        boolean ours =
            buildId.isEmpty() || file.buildId().filter(id -> id.hex().equals(buildId)).isPresent();
        boolean better = best.isEmpty() || (file.hasLines() && !best.get().hasLines());
        if (ours && better && !file.functions().isEmpty()) {
          best.ifPresent(SymbolFile::close);
          best = Optional.of(file);
        } else {
          file.close();
        }
      } catch (IOException | SymbolException e) {
        // Another file of the same name may do; without one the frame is counted as not found.
      }
    }
    return best;
  }

  /** The function an address of the kernel lies in, by the System.map or the debug file. */
  Optional<FunctionTable.Function> functionAt(long address) {
    return map.at(address).or(() -> kernel.flatMap(file -> file.functions().at(address)));
  }

  @Override
  public void close() {
    kernel.ifPresent(SymbolFile::close);
    opened.values().forEach(file -> file.ifPresent(SymbolFile::close));
  }
}
