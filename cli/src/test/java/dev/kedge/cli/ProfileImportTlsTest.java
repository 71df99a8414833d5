package dev.kedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.model.HostId;
import dev.kedge.server.KedgeServer;
import dev.kedge.server.ServerConfig;
import dev.kedge.server.ServerLimits;
import dev.kedge.store.Store;
import dev.kedge.store.StoreConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code kedge profile import --server-cert} against a server with a certificate of its own. */
class ProfileImportTlsTest {
  private static final char[] PASSWORD = "only-for-this-test".toCharArray();

  @TempDir private Path directory = Path.of("");
  private final StringWriter err = new StringWriter();

  /** A key pair made by the JDK's own tool, as two PEM files. */
  private record Pair(Path certificate, Path key) {}

  @Test
  void onlyTheNamedCertificateIsTrusted() throws Exception {
    Pair own = pair("own");
    Pair other = pair("other");
    Path file = Files.writeString(directory.resolve("a.folded"), "app;main;a 3\n");
    ServerConfig config =
        new ServerConfig(
            "127.0.0.1",
            0,
            Optional.empty(),
            Optional.of(own.certificate()),
            Optional.of(own.key()),
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            ServerLimits.standard());
    try (Store store =
            Store.open(StoreConfig.in(directory.resolve("data")), InstantSource.system());
        KedgeServer server = KedgeServer.start(config, store, InstantSource.system())) {
      HostId host = new HostId("web-7");

      assertThat(run(server, file)).isEqualTo(ExitCode.ENVIRONMENT);
      assertThat(run(server, file, "--server-cert", other.certificate().toString()))
          .isEqualTo(ExitCode.ENVIRONMENT);
      assertThat(run(server, file, "--server-cert", directory.resolve("none").toString()))
          .isNotZero();
      assertThat(err.toString()).contains("server certificate");
      assertThat(store.hosts().find(host)).isEmpty();

      assertThat(run(server, file, "--server-cert", own.certificate().toString()))
          .as(err.toString())
          .isZero();
      assertThat(store.hosts().find(host)).isPresent();
    }
  }

  private int run(KedgeServer server, Path file, String... options) {
    CommandLine line = Kedge.commandLine();
    line.setOut(new PrintWriter(new StringWriter(), true));
    line.setErr(new PrintWriter(err, true));
    String[] arguments = new String[options.length + 7];
    arguments[0] = "profile";
    arguments[1] = "import";
    arguments[2] = file.toString();
    arguments[3] = "--host";
    arguments[4] = "web-7";
    arguments[5] = "--server";
    arguments[6] = server.url();
    System.arraycopy(options, 0, arguments, 7, options.length);
    return line.execute(arguments);
  }

  private Pair pair(String name) throws Exception {
    Path file = directory.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
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
                "EC",
                "-dname",
                "CN=localhost")
            .redirectErrorStream(true)
            .start();
    String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(output).isZero();
    KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD);
    return new Pair(
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
