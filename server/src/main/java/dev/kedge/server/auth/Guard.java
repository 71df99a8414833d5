package dev.kedge.server.auth;

import dev.kedge.model.Printable;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Decides whether a request is answered.
 *
 * <p>With tokens, the Authorization header alone decides: browsers never add it on their own, so
 * pages of other sites gain nothing. Without tokens the server listens on the loopback interface
 * only, where the danger is a page of another site in a browser on this host: it can name this
 * server by a DNS name of its own that resolves to 127.0.0.1 (DNS rebinding), therefore the Host
 * header must name the loopback interface; and it can send a POST without reading the answer
 * (CSRF), therefore a POST must come from this server's own pages or from no page at all.
 * Immutable.
 */
public final class Guard {
  private static final Pattern LOOPBACK_V4 =
      Pattern.compile("127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}");
  private static final Pattern PORT = Pattern.compile(":[0-9]{1,5}");
  private static final String BEARER = "bearer ";
  private static final String CHALLENGE = "Bearer realm=\"kedge\"";

  private final Optional<Tokens> tokens;

  /** A guard that demands one of the tokens, or with none that requests come from this host. */
  public Guard(Optional<Tokens> tokens) {
    this.tokens = tokens;
  }

  /** Judges one request. */
  public Verdict check(Access access, Credentials credentials) {
    return tokens.isPresent()
        ? checkToken(tokens.get(), access, credentials)
        : checkLocal(credentials);
  }

  private static Verdict checkToken(Tokens tokens, Access access, Credentials credentials) {
    if (access == Access.OPEN) {
      return new Verdict.Allowed();
    }
    Optional<String> token = credentials.authorization().flatMap(Guard::bearer);
    if (token.isEmpty()) {
      return new Verdict.Unauthorized(
          CHALLENGE,
          "this server demands a token: send the header \"Authorization: Bearer TOKEN\"");
    }
    Optional<Role> role = tokens.role(token.get());
    if (role.isEmpty()) {
      return new Verdict.Unauthorized(
          CHALLENGE + ", error=\"invalid_token\"", "the token is not one this server knows");
    }
    if (!role.get().may(access)) {
      return new Verdict.Forbidden(
          switch (access) {
            case OPEN, READ ->
                "a token of the role %s cannot read; use one of the role read, merge or admin"
                    .formatted(role.get().word());
            case INTAKE ->
                "a token of the role %s cannot send data; use one of the role agent or admin"
                    .formatted(role.get().word());
            case MERGE ->
                "a token of the role %s cannot work with the merge queue; use one of the role merge or admin"
                    .formatted(role.get().word());
          });
    }
    return new Verdict.Allowed();
  }

  private static Optional<String> bearer(String header) {
    return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? Optional.of(header.substring(BEARER.length()).strip())
        : Optional.empty();
  }

  private static Verdict checkLocal(Credentials credentials) {
    String host = credentials.host().orElse("");
    if (!isLoopback(host)) {
      return new Verdict.Forbidden(
          "the Host header \"%s\" does not name the loopback interface; without a token file this server answers to localhost, 127.0.0.1 and [::1] only"
              .formatted(Printable.of(host, 100)));
    }
    if (!credentials.safe() && isForeign(host, credentials)) {
      return new Verdict.Forbidden(
          "the request comes from a page of another origin (%s)"
              .formatted(Printable.of(credentials.origin().orElse("unnamed"), 100)));
    }
    return new Verdict.Allowed();
  }

  private static boolean isForeign(String host, Credentials credentials) {
    Optional<String> site = credentials.fetchSite();
    if (site.isPresent() && !site.get().equals("same-origin") && !site.get().equals("none")) {
      return true;
    }
    return credentials.origin().isPresent()
        && !authority(credentials.origin().get()).equalsIgnoreCase(host);
  }

  private static String authority(String origin) {
    try {
      return Optional.ofNullable(URI.create(origin).getRawAuthority()).orElse("");
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** True when a Host header, with or without a port, names the loopback interface. */
  static boolean isLoopback(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    int end = name.startsWith("[") ? name.indexOf(']') + 1 : name.indexOf(':');
    if (end > 0) {
      if (end < name.length() && !PORT.matcher(name.substring(end)).matches()) {
        return false;
      }
      name = name.substring(0, end);
    }
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || name.equals("[::1]")
        || LOOPBACK_V4.matcher(name).matches();
  }
}
