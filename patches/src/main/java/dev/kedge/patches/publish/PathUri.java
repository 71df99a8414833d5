package dev.kedge.patches.publish;

import java.nio.charset.StandardCharsets;

/** A path of the tree as a relative URI (RFC 3986): everything unusual is percent-encoded. */
final class PathUri {
  private static final String PLAIN = "-._~/!$&'()*+,;=@";

  private PathUri() {}

  static String of(String path) {
    StringBuilder uri = new StringBuilder();
    for (byte octet : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || (c < 0x80 && PLAIN.indexOf(c) >= 0);
      uri.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return uri.toString();
  }
}
