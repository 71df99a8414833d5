package dev.kedge.server;

import dev.kedge.model.Printable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code --listen} takes: {@code ADDRESS}, {@code ADDRESS:PORT}, {@code [IPv6]} or {@code
 * [IPv6]:PORT}.
 *
 * @param address host name or IP address, without brackets
 * @param port TCP port
 */
public record ListenAddress(String address, int port) {
  private static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.%a-z]+)]|([^:\\[\\]\\s]+))(?::([0-9]{1,5}))?");

  /**
   * Reads the text form.
   *
   * @param defaultPort the port where the text has none
   * @throws ConfigException when the text has another form
   */
  public static ListenAddress parse(String text, int defaultPort) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new ConfigException(
          "listen address \"%s\": expected ADDRESS or ADDRESS:PORT, with an IPv6 address in brackets, for example 0.0.0.0:7878 or [::]:7878"
              .formatted(Printable.of(text, 100)));
    }
    String address = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    int port = matcher.group(3) == null ? defaultPort : Integer.parseInt(matcher.group(3));
    if (port > 65_535) {
      throw new ConfigException("listen address \"%s\": a port is at most 65535".formatted(text));
    }
    return new ListenAddress(address, port);
  }
}
