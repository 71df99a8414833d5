package dev.kedge.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * A git repository of the shape of a kernel's: subjects with a prefix, bodies of some paragraphs,
 * sign-offs, two of five commits with a Fixes tag, a merge in twelve, a tree of some thousand
 * files. The same size and seed give the same repository.
 */
final class SyntheticHistory {
  private static final String[] WORDS =
      ("the driver queue lock path memory buffer device when after before does not free race"
              + " pointer check error return value register probe remove interrupt timer page table"
              + " request completion state function caller context leak fix handle support user")
          .split(" ");
  private static final String[] PARTS = {
    "net", "mm", "fs", "drivers", "sched", "block", "arm64", "kvm"
  };

  private final Random random;
  private final StringBuilder text = new StringBuilder();

  private SyntheticHistory(long seed) {
    this.random = new Random(seed);
  }

  /** Writes the repository, unless the directory is there already. */
  static void write(Path directory, int commits, long seed)
      throws IOException, InterruptedException {
    if (Files.exists(directory)) {
      return;
    }
    Files.createDirectories(directory);
    git(directory, "init", "-q", "-b", "main", "--bare", ".");
    Process process =
        new ProcessBuilder("git", "-C", directory.toString(), "fast-import", "--quiet", "--force")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (OutputStream out = new BufferedOutputStream(process.getOutputStream(), 1 << 20)) {
      new SyntheticHistory(seed).stream(out, commits);
    }
    if (process.waitFor() != 0) {
      throw new IOException("git fast-import failed");
    }
    git(directory, "repack", "-a", "-d", "-q");
  }

  private static void git(Path directory, String... arguments)
      throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 3];
    command[0] = "git";
    command[1] = "-C";
    command[2] = directory.toString();
    System.arraycopy(arguments, 0, command, 3, arguments.length);
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " failed");
    }
  }

  private void stream(OutputStream out, int commits) throws IOException {
    for (int n = 1; n <= commits; n++) {
      String message = message(n);
      text.setLength(0);
      text.append("commit refs/heads/main\nmark :").append(n).append('\n');
      long second = 1_200_000_000L + n * 300L;
      text.append("author Author ").append(n % 900).append(" <a").append(n % 900);
      text.append("@example.org> ").append(second - 80_000).append(" +0000\n");
      text.append("committer Committer <c@example.org> ").append(second).append(" +0000\n");
      text.append("data ").append(message.length()).append('\n').append(message).append('\n');
      if (n > 1) {
        text.append("from :").append(n - 1).append('\n');
      }
      if (n > 40 && n % 12 == 0) {
        text.append("merge :").append(n - 2 - random.nextInt(30)).append('\n');
      } else {
        String part = PARTS[random.nextInt(PARTS.length)];
        text.append("M 100644 inline ").append(part).append('/').append(random.nextInt(40));
        text.append("/file").append(random.nextInt(20)).append(".c\n");
        String contents = "int version = " + n + ";\n";
        text.append("data ").append(contents.length()).append('\n').append(contents).append('\n');
      }
      out.write(text.toString().getBytes(StandardCharsets.US_ASCII));
    }
  }

  private String message(int n) {
    StringBuilder message = new StringBuilder();
    message.append(PARTS[random.nextInt(PARTS.length)]).append(": ");
    words(message, 7);
    message.append(' ').append(n).append("\n\n");
    for (int line = 0; line < 4 + random.nextInt(14); line++) {
      words(message, 10);
      message.append(random.nextInt(5) == 0 ? "\n\n" : "\n");
    }
    message.append('\n');
    if (random.nextInt(5) < 2) {
      message.append("Fixes: ");
      message.append("%012x".formatted(random.nextLong() & 0xffff_ffff_ffffL));
      message.append(" (\"");
      words(message, 6);
      message.append("\")\n");
    }
    message.append("Reviewed-by: Reviewer <r@example.org>\n");
    message.append(
        "Signed-off-by: Author <a@example.org>\nSigned-off-by: Committer <c@example.org>\n");
    return message.toString();
  }

  private void words(StringBuilder message, int count) {
    for (int i = 0; i < count; i++) {
      message.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
    }
  }
}
