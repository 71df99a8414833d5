package dev.kedge.report.symbol;

import dev.kedge.model.BuildId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A kernel or a module: its functions, and its debug data when it is asked for. Not thread-safe.
 */
final class SymbolFile implements AutoCloseable {
  private final ObjectFile object;
  private final FunctionTable functions;
  private final Optional<BuildId> buildId;
  private @Nullable DebugInfo debug;

  private SymbolFile(ObjectFile object) {
    this.object = object;
    this.functions = FunctionTable.of(object);
    this.buildId = object.buildId();
  }

  /**
   * Opens a file and reads its functions.
   *
   * @throws IOException when it cannot be opened
   * @throws SymbolException when it is no ELF file of a form understood
   */
  static SymbolFile open(Path file) throws IOException {
    ObjectFile object = ObjectFile.open(file);
    try {
      return new SymbolFile(object);
    } catch (RuntimeException e) {
      object.close();
      throw e;
    } catch (InternalError e) {
      object.close();
      throw ObjectFile.cut(object.name(), e);
    }
  }

  FunctionTable functions() {
    return functions;
  }

  Optional<BuildId> buildId() {
    return buildId;
  }

  boolean hasLines() {
    return object.has(".debug_line") && object.has(".debug_info");
  }

  /** The source of an address; empty when the file does not tell. */
  List<SourceFrame> frames(long address) {
    if (!hasLines()) {
      return List.of();
    }
    if (debug == null) {
      debug = DebugInfo.of(object, DebugLimits.COMMAND);
    }
    return debug.frames(address);
  }

  @Override
  public void close() {
    object.close();
  }
}
