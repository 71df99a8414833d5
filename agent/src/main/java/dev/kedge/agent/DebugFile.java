package dev.kedge.agent;

import dev.kedge.linux.elf.LoadedSegments;
import dev.kedge.linux.proc.DebugDataFiles;
import dev.kedge.model.BuildId;
import dev.kedge.report.symbol.DebugInfo;
import dev.kedge.report.symbol.DebugLimits;
import dev.kedge.report.symbol.ObjectFile;
import dev.kedge.report.symbol.SharedDebugFile;
import dev.kedge.report.symbol.SourceFrame;
import dev.kedge.report.symbol.SymbolException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The debug data of one program, open as long as it is used. One thread at a time. */
final class DebugFile implements AutoCloseable {
  /** Data that fail so often are left alone: each failure may have taken all work allowed. */
  private static final int MAX_FAILURES = 16;

  private final LoadedSegments segments;
  private final ObjectFile object;
  private final Optional<ObjectFile> shared;
  private final DebugInfo info;
  private int failures;

  private DebugFile(
      LoadedSegments segments, ObjectFile object, Optional<ObjectFile> shared, DebugInfo info) {
    this.segments = segments;
    this.object = object;
    this.shared = shared;
    this.info = info;
  }

  /**
   * Opens the debug data a program has.
   *
   * @param separate path of a debug file beside the program
   * @throws IOException when it cannot be mapped
   * @throws SymbolException when it is of no form understood, or too large for the limits
   */
  static DebugFile open(
      LoadedSegments segments,
      FileChannel data,
      Optional<Path> separate,
      DebugDataFiles files,
      DebugLimits limits)
      throws IOException {
    String name = separate.map(path -> String.valueOf(path.getFileName())).orElse("debug data");
    ObjectFile object = ObjectFile.open(data, name, limits.unpackedBytes());
    Optional<ObjectFile> shared = Optional.empty();
    try {
      shared = object.shared().flatMap(link -> openShared(link, separate, files, limits));
      DebugInfo info =
          shared.isPresent()
              ? DebugInfo.of(object, shared.get(), limits)
              : DebugInfo.of(object, limits);
      return new DebugFile(segments, object, shared, info);
    } catch (SymbolException e) {
      shared.ifPresent(ObjectFile::close);
      object.close();
      throw e;
    }
  }

  /**
   * Opens the debug data of the running kernel.
   *
   * @throws AgentException when they cannot be read or are of another kernel
   */
  static DebugFile ofKernel(
      Path vmlinux, Optional<BuildId> running, DebugDataFiles files, DebugLimits limits) {
    try (FileChannel channel = FileChannel.open(vmlinux, StandardOpenOption.READ)) {
      DebugFile file =
          open(new LoadedSegments(List.of()), channel, Optional.of(vmlinux), files, limits);
      Optional<BuildId> own = file.object.buildId();
      if (!file.object.hasDebugData() || (running.isPresent() && !own.equals(running))) {
        file.close();
        throw new AgentException(
            "%s: %s"
                .formatted(
                    vmlinux,
                    own.equals(running)
                        ? "has no debug data"
                        : "is not of the running kernel, whose build-id is "
                            + running.map(BuildId::hex).orElse("unknown")));
      }
      return file;
    } catch (IOException | SymbolException e) {
      throw new AgentException("%s: %s".formatted(vmlinux, e.getMessage()), e);
    }
  }

  /** Without it names that are kept there are missing, nothing else. */
  private static Optional<ObjectFile> openShared(
      SharedDebugFile link, Optional<Path> from, DebugDataFiles files, DebugLimits limits) {
    for (Path candidate : files.shared(from, link.path(), link.buildId())) {
      try (FileChannel channel = FileChannel.open(candidate, StandardOpenOption.READ)) {
        ObjectFile found =
            ObjectFile.open(
                channel, String.valueOf(candidate.getFileName()), limits.unpackedBytes());
        if (found.buildId().equals(Optional.of(link.buildId()))) {
          return Optional.of(found);
        }
        found.close();
      } catch (IOException | SymbolException e) {
        // The next may do.
      }
    }
    return Optional.empty();
  }

  /**
   * The functions at a place of the program's file, innermost first, the one that holds the code
   * last; empty where the data do not tell.
   *
   * @param lines whether files and lines are wanted too
   * @throws SymbolException when the data contradict themselves or take too much
   */
  List<SourceFrame> at(long fileOffset, boolean lines) {
    OptionalLong address = segments.address(fileOffset);
    return address.isPresent() ? atAddress(address.getAsLong(), lines) : List.of();
  }

  private List<SourceFrame> atAddress(long address, boolean lines) {
    if (failures >= MAX_FAILURES) {
      return List.of();
    }
    try {
      return lines ? info.frames(address) : info.calls(address);
    } catch (SymbolException e) {
      failures++;
      throw e;
    }
  }

  /** As {@link #at}, by the distance from the start of the file's code. */
  List<SourceFrame> inCode(long offset, boolean lines) {
    OptionalLong start = object.codeStart();
    return start.isPresent() ? atAddress(start.getAsLong() + offset, lines) : List.of();
  }

  /** Work done so far; a byte read is one. */
  long work() {
    return info.work();
  }

  long bytes() {
    return info.bytes();
  }

  boolean split() {
    return info.splitUnits() > 0;
  }

  void unload() {
    info.unload();
  }

  @Override
  public void close() {
    object.close();
    shared.ifPresent(ObjectFile::close);
  }
}
