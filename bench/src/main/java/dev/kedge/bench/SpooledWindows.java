package dev.kedge.bench;

import dev.kedge.profile.FrameDefinition;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampleCount;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.StackDefinition;
import dev.kedge.wire.WindowCodec;
import io.airlift.compress.v3.zstd.ZstdJavaDecompressor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The profile windows of CPU samples that an agent left in its spool because no server took them.
 *
 * @param windows in the order they were made
 * @param uploadBytes what their uploads are in bytes, compressed
 */
record SpooledWindows(List<ProfileWindow> windows, long uploadBytes) {

  static SpooledWindows read(Path spool) throws IOException {
    List<Path> files;
    try (Stream<Path> listing = Files.list(spool)) {
      files = listing.filter(file -> file.toString().endsWith(".windows.zst")).sorted().toList();
    }
    List<ProfileWindow> windows = new ArrayList<>();
    long bytes = 0;
    for (Path file : files) {
      byte[] body = Files.readAllBytes(file);
      ZstdJavaDecompressor zstd = new ZstdJavaDecompressor();
      byte[] plain = new byte[(int) zstd.getDecompressedSize(body, 0, body.length)];
      zstd.decompress(body, 0, body.length, plain, 0, plain.length);
      ProfileWindow window = WindowCodec.decode(plain);
      if (window.kind() == SampleKind.CPU) {
        windows.add(window);
        bytes += body.length;
      }
    }
    if (windows.isEmpty()) {
      throw new IOException(spool + " has no profile windows");
    }
    return new SpooledWindows(windows, bytes);
  }

  long samples() {
    return windows.stream()
        .flatMap(window -> window.samples().stream())
        .mapToLong(SampleCount::count)
        .sum();
  }

  /** The samples of some processes alone, with the definitions they need and no others. */
  SpooledWindows only(Predicate<SampleCount> wanted) {
    Map<Long, StackDefinition> stacks = new HashMap<>();
    Map<Long, NamedFrame> frames = new HashMap<>();
    Set<Long> sent = new HashSet<>();
    List<ProfileWindow> kept = new ArrayList<>();
    for (ProfileWindow window : windows) {
      window.newStacks().forEach(stack -> stacks.put(stack.id(), stack));
      window.newFrames().forEach(frame -> frames.put(frame.id(), frame.frame()));
      List<SampleCount> rows = window.samples().stream().filter(wanted).toList();
      List<StackDefinition> newStacks = new ArrayList<>();
      List<FrameDefinition> newFrames = new ArrayList<>();
      for (SampleCount row : rows) {
        StackDefinition stack = stacks.get(row.stackId());
        if (stack != null && sent.add(row.stackId())) {
          newStacks.add(stack);
          for (long id : stack.frameIds()) {
            NamedFrame frame = frames.get(id);
            if (frame != null && sent.add(~id)) {
              newFrames.add(new FrameDefinition(id, frame));
            }
          }
        }
      }
      kept.add(
          new ProfileWindow(
              window.host(),
              window.boot(),
              window.sequence(),
              window.range(),
              window.kind(),
              window.period(),
              rows,
              newStacks,
              newFrames,
              window.lost()));
    }
    return new SpooledWindows(kept, 0);
  }
}
