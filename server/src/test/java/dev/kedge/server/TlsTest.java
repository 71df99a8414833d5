package dev.kedge.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.store.Store;
import dev.kedge.store.StoreConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
  private static final char[] PASSWORD = "only-for-this-test".toCharArray();

  @TempDir Path directory;

  /** A key pair made by the JDK's own tool, as two PEM files. */
  private record Pair(KeyStore store, Path certificate, Path key) {}

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA", "Ed25519"})
  void answersOverTls(String algorithm) throws Exception {
    Pair pair = pair("a", algorithm);
    ServerConfig config = config(pair.certificate(), pair.key());
    try (Store store =
            Store.open(StoreConfig.in(directory.resolve("store")), InstantSource.system());
        KedgeServer server = KedgeServer.start(config, store, InstantSource.system());
        HttpClient client = HttpClient.newBuilder().sslContext(trusting(pair)).build()) {
      assertThat(server.url()).startsWith("https://127.0.0.1:");
      URI uri = URI.create(server.url()).resolve("/healthz");
      assertThat(
              client
                  .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                  .statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void filesThatDoNotFitAreNamed() throws Exception {
    Pair one = pair("one", "EC");
    Pair other = pair("other", "EC");
    assertRefused(one.certificate(), other.key(), "is not the key of");
    assertRefused(one.key(), one.key(), "--tls-cert");
    assertRefused(one.certificate(), one.certificate(), "openssl pkcs8");
    assertRefused(directory.resolve("none"), one.key(), "does not exist");
    assertRefused(one.certificate(), directory.resolve("none"), "does not exist");
    Path garbage =
        Files.writeString(
            directory.resolve("garbage"),
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    assertRefused(one.certificate(), garbage, "neither an RSA, EC nor EdDSA key");
  }

  private static void assertRefused(Path certificate, Path key, String message) {
    assertThatThrownBy(() -> TlsFiles.context(certificate, key))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  private static ServerConfig config(Path certificate, Path key) {
    return new ServerConfig(
        "127.0.0.1",
        0,
        Optional.empty(),
        Optional.of(certificate),
        Optional.of(key),
        false,
        Optional.empty(),
        Optional.empty(),
        ServerLimits.standard());
  }

  private static SSLContext trusting(Pair pair) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", pair.store().getCertificate("server"));
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  private Pair pair(String name, String algorithm) throws Exception {
    Path file = directory.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-keystore",
                    file.toString(),
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    new String(PASSWORD),
                    "-alias",
                    "server",
                    "-keyalg",
                    algorithm,
                    "-dname",
                    "CN=localhost",
                    "-ext",
                    "san=ip:127.0.0.1,dns:localhost"))
            .redirectErrorStream(true)
            .start();
    String output = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    assertThat(keytool.waitFor()).as(output).isZero();
    KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD);
    return new Pair(
        store,
        pem(name + ".crt", "CERTIFICATE", store.getCertificate("server").getEncoded()),
        pem(name + ".key", "PRIVATE KEY", store.getKey("server", PASSWORD).getEncoded()));
  }

  private Path pem(String name, String label, byte[] bytes) throws IOException {
    return Files.writeString(
        directory.resolve(name),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(
                label, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes), label));
  }
}
