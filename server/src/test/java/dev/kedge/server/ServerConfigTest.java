package dev.kedge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerConfigTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "127.0.0.1, false, false, false",
        "localhost, false, false, false",
        "::1, false, false, false",
        "127.0.0.1, true, false, false",
        "127.0.0.1, false, true, false",
        "0.0.0.0, true, true, false",
        "0.0.0.0, true, false, true",
        "::, true, true, true",
      })
  void whatMayBe(String address, boolean tokens, boolean tls, boolean insecure) {
    assertThat(config(address, 0, tokens, tls, tls, insecure).address()).isEqualTo(address);
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, false, false, false, add --token-file FILE",
    "0.0.0.0, false, false, false, and add --tls-cert FILE and --tls-key FILE",
    "0.0.0.0, false, true, false, add --token-file FILE",
    "0.0.0.0, false, false, true, add --token-file FILE",
    "192.0.2.1, true, false, false, or --insecure",
    "'::', true, false, false, or --insecure",
  })
  void whatWouldLetOthersIn(
      String address, boolean tokens, boolean tls, boolean insecure, String message) {
    assertThatThrownBy(() -> config(address, 0, tokens, tls, tls, insecure))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("listening on " + address)
        .hasMessageContaining(message);
  }

  @Test
  void otherMistakes() {
    assertThatThrownBy(() -> ServerConfig.local(65_536)).hasMessageContaining("0 (any) to 65535");
    assertThatThrownBy(() -> config("127.0.0.1", 0, false, true, false, false))
        .hasMessageContaining("add --tls-key FILE");
    assertThatThrownBy(() -> config("127.0.0.1", 0, false, false, true, false))
        .hasMessageContaining("add --tls-cert FILE");
    assertThatThrownBy(() -> config("no such host", 0, true, true, true, false))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("no such host or IP address");
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 0.0.0.0, 7878",
    "0.0.0.0:80, 0.0.0.0, 80",
    "'[::]', '::', 7878",
    "'[::1]:9', '::1', 9",
    "fe.example:0, fe.example, 0",
  })
  void listenAddresses(String text, String address, int port) {
    assertThat(ListenAddress.parse(text, 7878)).isEqualTo(new ListenAddress(address, port));
  }

  @ParameterizedTest
  @CsvSource({"''", "::1", ":80", "a:b", "a:99999", "a b", "[::1", "http://a/"})
  void badListenAddresses(@Nullable String text) {
    assertThatThrownBy(() -> ListenAddress.parse(String.valueOf(text), 7878))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("listen address");
  }

  private static ServerConfig config(
      String address, int port, boolean tokens, boolean cert, boolean key, boolean insecure) {
    Optional<Path> file = Optional.of(Path.of("/etc/kedge/file"));
    return new ServerConfig(
        address,
        port,
        file.filter(f -> tokens),
        file.filter(f -> cert),
        file.filter(f -> key),
        insecure,
        Optional.empty(),
        Optional.empty(),
        ServerLimits.standard());
  }
}
