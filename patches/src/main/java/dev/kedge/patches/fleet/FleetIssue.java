package dev.kedge.patches.fleet;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An issue seen in the fleet.
 *
 * @param title the title of its kernel reports, such as {@code WARNING in ext4_dirty_folio}
 * @param hosts on how many hosts it was seen
 * @param occurrences how often it was seen
 * @param blamed the functions its titles and frame blame, without a compiler's suffix
 * @param stack further functions on its stacks
 * @param files the source files its reports name as the place
 */
public record FleetIssue(
    String title,
    long hosts,
    long occurrences,
    Set<String> blamed,
    Set<String> stack,
    Set<String> files) {
  private static final int MAX_TEXT = 64 << 10;
  private static final int MAX_NAMES = 200;

  /** The blamed function ends a title, behind "in" or "at" (the public corpus' convention). */
  private static final Pattern FUNCTION =
      Pattern.compile("\\b(?:in|at) ([A-Za-z_][A-Za-z0-9_.]{2,100})(?: \\(\\d+\\))?$");

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{2,100}");

  /** A frame as the kernel prints it; a question mark in front says that it may be stale. */
  private static final Pattern FRAME =
      Pattern.compile("(\\? )?\\b([A-Za-z_][A-Za-z0-9_.]{2,100})\\+0x[0-9a-f]{1,8}/0x[0-9a-f]");

  /** The place of a WARNING or BUG: {@code at fs/ext4/inode.c:3412}. */
  private static final Pattern PLACE =
      Pattern.compile("\\bat ((?:[A-Za-z0-9_-]{1,60}/){1,12}[A-Za-z0-9_-]{1,60}\\.[chS]):\\d");

  /** Copies the sets. */
  public FleetIssue {
    blamed = Set.copyOf(blamed);
    stack = Set.copyOf(stack);
    files = Set.copyOf(files);
  }

  /** An issue of which only the title is known. */
  public FleetIssue(String title, long hosts, long occurrences) {
    this(
        title,
        hosts,
        occurrences,
        function(title).map(Set::of).orElse(Set.of()),
        Set.of(),
        Set.of());
  }

  /**
   * An issue of which more is known.
   *
   * @param alternatives other titles of its reports
   * @param frame the frame it is grouped by; may be empty
   * @param text the text of one of its reports; may be empty
   */
  public static FleetIssue of(
      String title,
      long hosts,
      long occurrences,
      List<String> alternatives,
      String frame,
      String text) {
    Set<String> blamed = new LinkedHashSet<>();
    function(title).ifPresent(blamed::add);
    alternatives.forEach(other -> function(other).ifPresent(blamed::add));
    Matcher first = NAME.matcher(frame);
    if (first.lookingAt()) {
      blamed.add(first.group());
    }
    String head = text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    Set<String> stack = new LinkedHashSet<>();
    Matcher frames = FRAME.matcher(head);
    while (frames.find() && stack.size() < MAX_NAMES) {
      if (frames.group(1) == null) {
        stack.add(plain(frames.group(2)));
      }
    }
    stack.removeAll(blamed);
    Set<String> files = new LinkedHashSet<>();
    Matcher places = PLACE.matcher(head);
    while (places.find() && files.size() < MAX_NAMES) {
      files.add(places.group(1));
    }
    return new FleetIssue(title, hosts, occurrences, blamed, stack, files);
  }

  private static Optional<String> function(String title) {
    Matcher matcher = FUNCTION.matcher(title);
    return matcher.find() ? Optional.of(plain(matcher.group(1))) : Optional.empty();
  }

  private static String plain(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }
}
