package dev.kedge.report.fingerprint;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What identifies the issue a report belongs to. Holds no address, offset, compiler suffix, time or
 * process id (but for {@link #ongoing}), so the same bug has the same fingerprint on every host.
 *
 * @param titles the title first, then the alternative titles, without compiler suffixes
 * @param stack the first {@value #STACK_FRAMES} reliable functions that can be at fault, innermost
 *     first; empty where the stack is chance or not to be believed
 * @param blocker for a hung task, what holds it up, where the kernel says
 * @param module the module that holds the function the title names, empty for built-in code
 * @param file the source file to blame, where the log is symbolized
 * @param ongoing for a state the kernel reports again while it lasts, which one it is
 */
public record Fingerprint(
    SequencedSet<String> titles,
    List<String> stack,
    Optional<Blocker> blocker,
    Optional<String> module,
    Optional<String> file,
    Optional<Ongoing> ongoing) {
  /**
   * Number of the way fingerprints are taken. It grows when the same report would get another
   * stack, blocker or module; marks of different versions are never compared.
   */
  public static final int VERSION = 1;

  /** Functions of a stack that count: deeper ones only tell how the kernel was entered. */
  public static final int STACK_FRAMES = 6;

  /** Fewer functions than this are too common to tell two stacks apart. */
  public static final int TELLING_FRAMES = 3;

  /**
   * What gcc and clang add to names of copies of a function, as it stands in a title; most titles
   * are free of it, those that repeat the kernel's words are not.
   */
  private static final Pattern SUFFIX =
      Pattern.compile("\\.(?:isra|constprop|part|cold|llvm)\\b(?:\\.\\w++)*+(?:\\+ADDR/ADDR)?");

  /** Copies the collections. */
  public Fingerprint {
    titles =
        titles.stream()
            .map(title -> SUFFIX.matcher(title).replaceAll(""))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    stack = List.copyOf(stack);
    if (titles.isEmpty()) {
      throw new IllegalArgumentException("a report has a title");
    }
  }

  /** Of a report about which nothing but its names is known. */
  public static Fingerprint ofTitles(SequencedSet<String> titles) {
    return new Fingerprint(
        titles, List.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The same with a source file. */
  public Fingerprint withFile(Optional<String> other) {
    return new Fingerprint(titles, stack, blocker, module, other, ongoing);
  }

  /** The title. */
  public String title() {
    return titles.getFirst();
  }

  /** 16 hexadecimal digits that stand for the stack; empty when it is too short to tell. */
  public Optional<String> stackHash() {
    return stack.size() < TELLING_FRAMES
        ? Optional.empty()
        : Optional.of(hash(String.join("\n", stack)));
  }

  /** The first 64 bits of SHA-256, in hexadecimal. */
  static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
