package dev.kedge.bandwidth.check;

import dev.kedge.bandwidth.BandwidthException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which limits are dangerous from where on, how bad they are, and how to say so: the contents of a
 * rules file ({@code limit-check.rules}, documented in {@code docs/bandwidth-check.md}). Immutable.
 */
public final class LimitRules {
  static final String SHIPPED = "limit-check.rules";
  static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z-]+)}");
  private static final int MAX_BYTES = 1 << 20;

  private final double throttledPercent;
  private final double throttledPeriods;
  private final List<Entry> entries;

  /**
   * A rule as the file has it.
   *
   * @param rule how it is recognised
   * @param severity where nothing is known of throttling
   * @param whenThrottled where the counters say that the group is throttled
   * @param whenNotThrottled where they say that it is not
   * @param thresholds by name
   * @param reason wording with placeholders
   * @param fix wording with placeholders
   */
  record Entry(
      LimitRule rule,
      Severity severity,
      Severity whenThrottled,
      Severity whenNotThrottled,
      Map<String, Double> thresholds,
      String reason,
      String fix) {

    double threshold(String name) {
      return thresholds.getOrDefault(name, 0.0);
    }
  }

  LimitRules(double throttledPercent, double throttledPeriods, List<Entry> entries) {
    this.throttledPercent = throttledPercent;
    this.throttledPeriods = throttledPeriods;
    this.entries = List.copyOf(entries);
  }

  /** The rules that ship with this module. */
  public static LimitRules shipped() {
    try (InputStream in = LimitRules.class.getResourceAsStream(SHIPPED)) {
      if (in == null) {
        throw new BandwidthException(SHIPPED + " is not on the class path; the jar is incomplete");
      }
      return parse(SHIPPED, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new BandwidthException(SHIPPED + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Reads a rules file.
   *
   * @throws BandwidthException naming file and line where it is wrong
   * @throws IOException when it cannot be read
   */
  public static LimitRules read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new BandwidthException("%s is larger than %d bytes".formatted(file, MAX_BYTES));
      }
      return parse(file.toString(), new String(bytes, StandardCharsets.UTF_8));
    }
  }

  static LimitRules parse(String name, String text) {
    return new LimitRulesReader(name).read(text);
  }

  List<Entry> entries() {
    return entries;
  }

  /** Words a broken rule. */
  Finding finding(Entry entry, CheckedGroup group, LimitRule.Hit hit) {
    CheckedGroup.Throttling throttling = group.throttling();
    boolean known = throttling.periods() >= throttledPeriods;
    boolean throttled = throttling.percent() >= throttledPercent;
    Severity severity =
        known ? throttled ? entry.whenThrottled() : entry.whenNotThrottled() : entry.severity();
    String measured =
        known
            ? " Throttled in %s %% of %d periods."
                .formatted(Figures.decimal(throttling.percent()), throttling.periods())
            : "";
    return new Finding(
        group.path(),
        entry.rule().id(),
        severity,
        group.limit(),
        fill(entry.reason(), hit.figures()) + measured,
        new Fix(hit.writes(), fill(entry.fix(), hit.figures())));
  }

  private static String fill(String wording, Map<String, String> figures) {
    return PLACEHOLDER
        .matcher(wording)
        .replaceAll(found ->
            java.util.regex.Matcher.quoteReplacement(
                figures.getOrDefault(found.group(1), found.group())));
  }
}
