package dev.kedge.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardTest {
  private static final Tokens TOKENS =
      Tokens.parse(
          "tokens",
          """
          # the fleet
          agent agent-token-0000001
          read  read-token-00000001
          admin admin-token-0000001
          """);

  @ParameterizedTest
  @CsvSource({
    "localhost, true",
    "LOCALHOST:7878, true",
    "kedge.localhost:80, true",
    "127.0.0.1, true",
    "127.8.9.10:7878, true",
    "[::1], true",
    "[::1]:7878, true",
    "'', false",
    "evil.example, false",
    "127.0.0.1.evil.example, false",
    "localhost.evil.example:7878, false",
    "evillocalhost, false",
    "localhost:80@evil.example, false",
    "10.0.0.1, false",
    "0.0.0.0, false",
    "[::1].evil.example, false",
    "[::, false",
    "::1, false",
  })
  void hostsThatNameTheLoopbackInterface(String host, boolean expected) {
    assertThat(Guard.isLoopback(host)).isEqualTo(expected);
    Verdict verdict = new Guard(Optional.empty()).check(Access.READ, local(true, host, null, null));
    assertThat(verdict instanceof Verdict.Allowed).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, -, true",
        "http://localhost:7878, same-origin, true",
        "http://localhost:7878, -, true",
        "-, none, true",
        "-, cross-site, false",
        "-, same-site, false",
        "http://evil.example, -, false",
        "http://localhost:9999, -, false",
        "http://localhost, -, false",
        "null, -, false",
        "'::garbage::', -, false",
      })
  void postsFromPages(@Nullable String origin, @Nullable String site, boolean allowed) {
    Guard guard = new Guard(Optional.empty());
    Verdict post = guard.check(Access.INTAKE, local(false, "localhost:7878", origin, site));
    assertThat(post instanceof Verdict.Allowed).isEqualTo(allowed);
    Verdict get = guard.check(Access.READ, local(true, "localhost:7878", origin, site));
    assertThat(get).isInstanceOf(Verdict.Allowed.class);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "OPEN, -, Allowed",
        "OPEN, Bearer wrong, Allowed",
        "READ, -, Unauthorized",
        "READ, Bearer, Unauthorized",
        "READ, Basic cmVhZDp0b2tlbg==, Unauthorized",
        "READ, Bearer read-token-0000000, Unauthorized",
        "READ, Bearer read-token-00000001, Allowed",
        "READ, bearer  read-token-00000001, Allowed",
        "READ, Bearer admin-token-0000001, Allowed",
        "READ, Bearer agent-token-0000001, Forbidden",
        "INTAKE, Bearer agent-token-0000001, Allowed",
        "INTAKE, Bearer admin-token-0000001, Allowed",
        "INTAKE, Bearer read-token-00000001, Forbidden",
        "INTAKE, Bearer read-token-00000001 , Forbidden",
      })
  void tokens(Access access, @Nullable String authorization, String verdict) {
    Credentials credentials =
        new Credentials(
            access != Access.INTAKE,
            Optional.of("kedge.example"),
            Optional.ofNullable(authorization),
            Optional.of("https://elsewhere.example"),
            Optional.of("cross-site"));
    assertThat(new Guard(Optional.of(TOKENS)).check(access, credentials).getClass().getSimpleName())
        .isEqualTo(verdict);
  }

  private static Credentials local(
      boolean safe, String host, @Nullable String origin, @Nullable String site) {
    return new Credentials(
        safe,
        Optional.of(host),
        Optional.empty(),
        Optional.ofNullable(origin),
        Optional.ofNullable(site));
  }
}
