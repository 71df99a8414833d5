package dev.kedge.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;

/**
 * Trusts exactly one server certificate, so that a server with a certificate of its own making can
 * be used safely. The host name is not compared: the certificate itself is.
 */
final class PinnedCertificate {
  private final Certificate expected;
  private final SSLContext context;

  private PinnedCertificate(Certificate expected, SSLContext context) {
    this.expected = expected;
    this.context = context;
  }

  /**
   * The first certificate of a PEM file.
   *
   * @throws AgentException when the file cannot be read or holds no certificate
   */
  static PinnedCertificate read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> chain =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (chain.isEmpty()) {
        throw new AgentException("server certificate %s: no certificate in it".formatted(file));
      }
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate certificate : chain) {
        store.setCertificateEntry("server-" + number++, certificate);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return new PinnedCertificate(chain.iterator().next(), context);
    } catch (IOException | GeneralSecurityException e) {
      throw new AgentException("server certificate %s: %s".formatted(file, e), e);
    }
  }

  void apply(HttpsURLConnection connection) {
    connection.setSSLSocketFactory(context.getSocketFactory());
    connection.setHostnameVerifier((name, session) -> isExpected(session));
  }

  private boolean isExpected(SSLSession session) {
    try {
      return session.getPeerCertificates()[0].equals(expected);
    } catch (SSLPeerUnverifiedException e) {
      return false;
    }
  }
}
