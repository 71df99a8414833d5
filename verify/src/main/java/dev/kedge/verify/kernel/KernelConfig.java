package dev.kedge.verify.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a kernel configuration as Kconfig writes it. */
final class KernelConfig {
  private static final Pattern SET = Pattern.compile("(CONFIG_\\w{1,120})=(.{0,2000})");
  private static final Pattern UNSET = Pattern.compile("# (CONFIG_\\w{1,120}) is not set");
  private static final long MAX_FILE = 4 << 20;

  private KernelConfig() {}

  /** The options that are set; those written as not set have the value {@code n}. */
  static SortedMap<String, String> read(Path file) throws IOException {
    if (Files.size(file) > MAX_FILE) {
      throw new IOException("more than " + MAX_FILE + " bytes are no configuration");
    }
    return parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
  }

  static SortedMap<String, String> parse(String text) {
    SortedMap<String, String> options = new TreeMap<>();
    text.lines()
        .forEach(line -> {
          Matcher set = SET.matcher(line);
          Matcher unset = UNSET.matcher(line);
          if (set.matches()) {
            options.put(set.group(1), unquoted(set.group(2).strip()));
          } else if (unset.matches()) {
            options.put(unset.group(1), "n");
          }
        });
    return options;
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
