package dev.kedge.patches.debt;

import dev.kedge.patches.PatchesException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The debt of a tree as one HTML page that needs neither network nor script. All text of commits is
 * escaped; the page's own policy forbids scripts and requests.
 */
public final class DebtPage {
  private static final int SHOWN_GROUPS = 25;
  private static final long[] AGE_YEARS = {0, 1, 2, 3, 5, 8};
  private static final long DAYS_A_YEAR = 365;

  private final Appendable out;

  private DebtPage(Appendable out) {
    this.out = out;
  }

  /** Writes the page; the newest release is shown in full, the others as the trend. */
  public static void write(DebtTrend trend, Appendable out) throws IOException {
    new DebtPage(out).page(trend);
  }

  private void page(DebtTrend trend) throws IOException {
    DebtLedger ledger = trend.releases().getLast();
    out.append(
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        """);
    out.append("<title>").append(escaped("Debt of " + ledger.name())).append("</title>\n<style>");
    out.append(style()).append("</style></head>\n<body><main>\n<h1>");
    out.append(escaped("What " + ledger.name() + " carries that upstream does not have"));
    out.append("</h1>\n");
    figures(ledger);
    if (trend.releases().size() > 1) {
      trend(trend);
    }
    groups("By subsystem", "half", ledger, DebtEntry::subsystem);
    groups("By owner", "half", ledger, DebtEntry::owner);
    groups("By state", "third", ledger, entry -> entry.state().label());
    groups("By class", "third", ledger, entry -> entry.kind().label());
    groups("By age", "third", ledger, entry -> age(entry.ageDays(ledger.atSeconds())));
    patches(ledger);
    out.append("</main></body></html>\n");
  }

  private void figures(DebtLedger ledger) throws IOException {
    DebtLedger.Sum total = ledger.total();
    out.append("<section class=\"wide figures\">");
    figure(number(total.patches()), "patches");
    figure(number(total.lines()), "lines added and removed");
    figure(number(total.medianAgeDays()) + " d", "median age");
    figure(number(ledger.backports()), "backports a rebase drops");
    figure(number(ledger.takenBack()), "commits that undo each other");
    figure(Instant.ofEpochSecond(ledger.atSeconds()).toString(), "newest commit, UTC");
    out.append("</section>\n");
  }

  private void figure(String value, String what) throws IOException {
    out.append("<div><b>").append(escaped(value)).append("</b><span>");
    out.append(escaped(what)).append("</span></div>");
  }

  private void trend(DebtTrend trend) throws IOException {
    out.append("<section class=\"wide\"><h2>From release to release</h2>");
    out.append(TrendPicture.of(trend.releases()));
    out.append("<div class=\"scroll\"><table><thead><tr><th>release</th><th class=\"n\">patches");
    out.append(
        "</th><th class=\"n\">lines</th><th class=\"n\">more</th><th class=\"n\">fewer</th>");
    out.append("</tr></thead><tbody>");
    List<DebtTrend.Step> steps = trend.steps();
    for (int i = 0; i < trend.releases().size(); i++) {
      DebtLedger.Sum total = trend.releases().get(i).total();
      out.append("<tr>");
      cell("id", total.key());
      cell("n", number(total.patches()));
      cell("n", number(total.lines()));
      cell("n", i == 0 ? "" : "+" + number(steps.get(i - 1).added()));
      cell("n", i == 0 ? "" : "−" + number(steps.get(i - 1).gone()));
      out.append("</tr>");
    }
    out.append("</tbody></table></div></section>\n");
  }

  private void groups(
      String title, String width, DebtLedger ledger, Function<DebtEntry, String> property)
      throws IOException {
    List<DebtLedger.Sum> sums = ledger.by(property);
    int most = sums.isEmpty() ? 1 : sums.getFirst().patches();
    out.append("<section class=\"").append(width).append("\"><h2>").append(title);
    out.append(
        "</h2><div class=\"scroll\"><table><thead><tr><th></th><th class=\"n\">patches</th>");
    out.append(
        "<th class=\"n\">lines</th><th class=\"n\">median age, days</th></tr></thead><tbody>");
    for (DebtLedger.Sum sum : sums.subList(0, Math.min(SHOWN_GROUPS, sums.size()))) {
      out.append("<tr><td class=\"text bar\" style=\"--share:");
      out.append(Long.toString(100L * sum.patches() / most)).append("%\">");
      out.append(escaped(sum.key())).append("</td>");
      cell("n", number(sum.patches()));
      cell("n", number(sum.lines()));
      cell("n", number(sum.medianAgeDays()));
      out.append("</tr>");
    }
    out.append("</tbody></table></div>");
    if (sums.size() > SHOWN_GROUPS) {
      out.append("<p>and ").append(number(sums.size() - SHOWN_GROUPS)).append(" more</p>");
    }
    out.append("</section>\n");
  }

  private void patches(DebtLedger ledger) throws IOException {
    out.append("<section class=\"wide\"><h2>Patches, the largest first</h2><div class=\"scroll\">");
    out.append("<table><thead><tr><th>commit</th><th>subject</th><th>subsystem</th><th>owner</th>");
    out.append("<th>class</th><th>state</th><th>written</th><th class=\"n\">files</th>");
    out.append("<th class=\"n\">lines</th></tr></thead><tbody>\n");
    List<DebtEntry> largest =
        ledger.entries().stream()
            .sorted(Comparator.comparingInt(DebtEntry::lines).reversed())
            .toList();
    for (DebtEntry entry : largest) {
      out.append("<tr>");
      cell("id", entry.commit().abbreviated());
      cell("text", entry.subject());
      cell("id", entry.subsystem());
      cell("text", entry.owner());
      cell("", entry.kind().label());
      cell("", entry.state().label());
      cell("id", date(entry.authorSeconds()));
      cell("n", number(entry.files()));
      cell("n", number(entry.lines()));
      out.append("</tr>\n");
    }
    out.append("</tbody></table></div></section>\n");
  }

  private void cell(String style, String text) throws IOException {
    out.append("<td class=\"").append(style).append("\">").append(escaped(text)).append("</td>");
  }

  private static String age(long days) {
    int band = AGE_YEARS.length - 1;
    while (band > 0 && days < AGE_YEARS[band] * DAYS_A_YEAR) {
      band--;
    }
    return band == AGE_YEARS.length - 1
        ? AGE_YEARS[band] + " years and more"
        : AGE_YEARS[band] + " to " + AGE_YEARS[band + 1] + " years";
  }

  private static String date(long seconds) {
    return LocalDate.ofInstant(Instant.ofEpochSecond(seconds), ZoneOffset.UTC).toString();
  }

  private static String number(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  /** Text for an element or a quoted attribute; control characters become visible. */
  static String escaped(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '&' -> safe.append("&amp;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        default -> safe.append(c < ' ' || c == 0x7f ? '\uFFFD' : c);
      }
    }
    return safe.toString();
  }

  private static String style() {
    try (InputStream css = DebtPage.class.getResourceAsStream("page.css")) {
      if (css == null) {
        throw PatchesException.environment("the page's style is missing from the distribution");
      }
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw PatchesException.environment("reading the page's style: " + e.getMessage(), e);
    }
  }
}
