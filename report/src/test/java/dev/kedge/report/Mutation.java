package dev.kedge.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What another build or boot of the same kernel changes in a log without it being another bug. */
enum Mutation {
  /** Another compiler names its copies of functions otherwise. */
  SUFFIXES,
  /** Another build has other code sizes. */
  OFFSETS,
  /** Another boot has the kernel elsewhere. */
  KASLR,
  /** Modules were loaded in another order. */
  MODULE_ORDER;

  private static final Pattern FRAME =
      Pattern.compile(
          "(?<=["
              + " :(])([A-Za-z_][A-Za-z0-9_]*)((?:\\.[a-z]+(?:\\.\\d+)?)*)(\\+0x)([0-9a-f]+)/0x([0-9a-f]+)");
  private static final Pattern ADDRESS = Pattern.compile("(?<![0-9a-f])ffffffff[89a-f][0-9a-f]{7}");
  private static final Pattern MODULES = Pattern.compile("(Modules linked in: )(.+)");
  private static final List<String> ADDED =
      List.of(
          "", ".isra.0", ".constprop.3", ".part.12", ".cold", ".llvm.1234567890", ".isra.0.cold");

  /** The log so changed. */
  byte[] apply(byte[] log, Random random) {
    return new String(log, StandardCharsets.ISO_8859_1)
        .lines()
        .map(line -> line(line, random))
        .collect(Collectors.joining("\n", "", "\n"))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private String line(String line, Random random) {
    return switch (this) {
      case SUFFIXES ->
          replace(
              FRAME,
              line,
              m ->
                  m.group(1)
                      + ADDED.get(random.nextInt(ADDED.size()))
                      + m.group(3)
                      + m.group(4)
                      + "/0x"
                      + m.group(5));
      case OFFSETS ->
          replace(
              FRAME,
              line,
              m ->
                  "%s%s+0x%x/0x%x"
                      .formatted(m.group(1), m.group(2), 1 + random.nextInt(4000), 4096));
      case KASLR ->
          replace(
              ADDRESS, line, m -> "ffffffff%08x".formatted(0x80000000L + random.nextInt(1 << 30)));
      case MODULE_ORDER -> replace(MODULES, line, m -> m.group(1) + shuffled(m.group(2), random));
    };
  }

  private static String shuffled(String words, Random random) {
    List<String> order = new ArrayList<>(Arrays.asList(words.split(" ", -1)));
    Collections.shuffle(order, random);
    return String.join(" ", order);
  }

  private static String replace(
      Pattern pattern, String line, java.util.function.Function<Matcher, String> by) {
    Matcher matcher = pattern.matcher(line);
    StringBuilder out = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(out, Matcher.quoteReplacement(by.apply(matcher)));
    }
    return matcher.appendTail(out).toString();
  }
}
