package dev.kedge.verify.page;

import dev.kedge.verify.result.BootResult;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Links inside the report. */
final class Links {
  private Links() {}

  /** A link to a boot's console page; the words alone when it has no console. */
  static void console(Markup body, BootResult boot, String words) {
    if (boot.console().isEmpty()) {
      body.text(words);
      return;
    }
    String path =
        Arrays.stream(ConsolePage.path(boot).split("/"))
            .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
            .collect(Collectors.joining("/"));
    body.tag("<a href=\"").text(path).tag("\">").text(words).tag("</a>");
  }
}
