package dev.kedge.verify.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A program in QEMU's place: a shell script that finds the console, the frames and the nonce on the
 * command line and then does what a test asks for.
 */
public final class FakeQemu {
  private static final String HEAD =
      """
      #!/bin/sh
      console=; frames=; initrd=; accel=
      while [ $# -gt 0 ]; do
        case "$1" in
          -serial)
            if [ -z "$console" ]; then console="${2#file:}"; else frames="${2#file:}"; fi
            shift ;;
          -accel) accel="$2"; shift ;;
          -initrd) initrd="$2"; shift ;;
        esac
        shift
      done
      nonce=$(gzip -dc "$initrd" | tr '\\000' '\\n' | grep -aoE '[0-9a-f]{32}' | grep '[a-f]' | tail -1)
      frame() { echo "KEDGE $nonce $*" >>"$frames"; }
      say() { echo "$*" >>"$console"; }
      """;

  private FakeQemu() {}

  /** Puts the script and a busybox that is none into a folder and gives the programs in it. */
  public static Programs in(Path folder, String script) throws IOException {
    program(folder.resolve("qemu-system-x86_64"), HEAD + script);
    program(folder.resolve("busybox"), "not ELF");
    return new Programs(folder.toString());
  }

  private static void program(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
