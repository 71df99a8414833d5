package dev.kedge.verify.image;

import dev.kedge.verify.VerifyException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * The initial file system of a test machine. It has two packed archives, one after the other, as
 * the kernel allows: what all boots of a kernel share, made once, and what one boot alone gets.
 * Immutable; safe for any number of threads.
 */
public final class Initramfs {
  private static final int EXECUTABLE = 0755;
  private static final int READABLE = 0644;

  private final byte[] shared;

  private Initramfs(byte[] shared) {
    this.shared = shared;
  }

  /**
   * The shared part.
   *
   * @param busybox a statically linked busybox
   * @param modules what to load at start
   * @param programs file names in {@code /kedge/bin} and their content
   */
  public static Initramfs of(byte[] busybox, ModuleLoad modules, Map<String, byte[]> programs) {
    List<String> order = new ArrayList<>();
    byte[] packed =
        packed(cpio -> {
          cpio.directory("dev");
          cpio.characterDevice("dev/console", 5, 1);
          cpio.characterDevice("dev/null", 1, 3);
          cpio.file("init", EXECUTABLE, script());
          cpio.file("bin/busybox", EXECUTABLE, busybox);
          cpio.link("bin/sh", "busybox");
          cpio.file("kedge/exit", EXECUTABLE, ExitProgram.elf());
          for (Map.Entry<String, byte[]> module : modules.modules().entrySet()) {
            String file = "kedge/modules/" + module.getKey() + ".ko";
            cpio.file(file, READABLE, module.getValue());
            order.add("/" + file);
          }
          cpio.file("kedge/load", READABLE, lines(order));
          for (Map.Entry<String, byte[]> program : new TreeMap<>(programs).entrySet()) {
            cpio.file("kedge/bin/" + program.getKey(), EXECUTABLE, program.getValue());
          }
        });
    return new Initramfs(packed);
  }

  /**
   * Writes the file for one boot.
   *
   * @param nonce the word that marks this boot's frames
   * @param share how the host's root is mounted: by 9p, by virtiofs or, as "none", not at all
   * @param suites what to run, in order
   * @throws VerifyException when the disk is full
   */
  public void write(Path file, String nonce, String share, Collection<GuestSuite> suites) {
    List<String> lines =
        suites.stream().map(suite -> suite.name() + "\t" + suite.command()).toList();
    byte[] own =
        packed(cpio -> {
          cpio.file("kedge/nonce", 0600, lines(List.of(nonce)));
          cpio.file("kedge/share", READABLE, lines(List.of(share)));
          cpio.file("kedge/suites", READABLE, lines(lines));
        });
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(shared);
      out.write(own);
    } catch (IOException e) {
      throw new VerifyException(file + ": cannot be written: " + e.getMessage(), e);
    }
  }

  /** How many bytes the shared part has. */
  public int size() {
    return shared.length;
  }

  /** Adds entries to an archive. */
  @FunctionalInterface
  private interface Content {
    void addTo(CpioWriter cpio) throws IOException;
  }

  private static byte[] packed(Content content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (CpioWriter cpio = new CpioWriter(new FastGzip(out))) {
      content.addTo(cpio);
    } catch (IOException e) {
      throw new AssertionError("memory does not fail", e);
    }
    return out.toByteArray();
  }

  private static byte[] script() throws IOException {
    try (InputStream in = Initramfs.class.getResourceAsStream("init.sh")) {
      if (in == null) {
        throw new AssertionError("init.sh is part of this jar");
      }
      return in.readAllBytes();
    }
  }

  private static byte[] lines(List<String> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Packs with little work: the file is read once, on the same machine. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, 1 << 16);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
