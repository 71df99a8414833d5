package dev.kedge.server.merge;

import dev.kedge.model.Printable;
import dev.kedge.server.auth.SecretFile;
import dev.kedge.server.auth.TokenFileException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What webhooks prove themselves with. Comparisons take the same time whether and wherever bytes
 * differ. Immutable.
 */
final class HookSecrets {
  private static final int MIN_LENGTH = 16;
  private static final String SIGNATURE = "sha256=";

  private final Optional<byte[]> github;
  private final Optional<byte[]> gitlab;

  private HookSecrets(Optional<byte[]> github, Optional<byte[]> gitlab) {
    this.github = github;
    this.gitlab = gitlab;
  }

  /** No webhook is taken. */
  static HookSecrets none() {
    return new HookSecrets(Optional.empty(), Optional.empty());
  }

  /**
   * Reads a file of lines {@code github SECRET} and {@code gitlab SECRET}, at least 16 characters
   * each; empty lines and lines that begin with {@code #} do not count.
   *
   * @throws TokenFileException when it cannot be read, is open to other users, or has a bad line
   */
  static HookSecrets read(Path file) {
    return parse(file.toString(), SecretFile.read("secrets file", file));
  }

  static HookSecrets parse(String name, String text) {
    Optional<byte[]> github = Optional.empty();
    Optional<byte[]> gitlab = Optional.empty();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String content = line.strip();
      if (content.isEmpty() || content.charAt(0) == '#') {
        continue;
      }
      String[] words = content.split("\\s+", -1);
      boolean hub = words[0].equals("github") && github.isEmpty();
      boolean lab = words[0].equals("gitlab") && gitlab.isEmpty();
      // A bad line may be a secret alone, so the message never repeats what it holds.
      if (words.length != 2 || words[1].length() < MIN_LENGTH || !(hub || lab)) {
        throw new TokenFileException(
            "secrets file %s, line %d: expected github or gitlab, once each, and a secret of at least %d characters"
                .formatted(Printable.of(name, 300), number, MIN_LENGTH));
      }
      Optional<byte[]> secret = Optional.of(words[1].getBytes(StandardCharsets.UTF_8));
      if (hub) {
        github = secret;
      } else {
        gitlab = secret;
      }
    }
    return new HookSecrets(github, gitlab);
  }

  /** Says whether a GitHub signature (X-Hub-Signature-256) is that of the body. */
  boolean fromGitHub(byte[] body, String signature) {
    if (github.isEmpty() || !signature.startsWith(SIGNATURE)) {
      return false;
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(github.get(), "HmacSHA256"));
      String expected = SIGNATURE + HexFormat.of().formatHex(mac.doFinal(body));
      return same(expected, signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  /** Says whether a GitLab token (X-Gitlab-Token) is ours. */
  boolean fromGitLab(String token) {
    return gitlab.isPresent() && same(new String(gitlab.get(), StandardCharsets.UTF_8), token);
  }

  private static boolean same(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }
}
