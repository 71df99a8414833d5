package dev.kedge.server.auth;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The tokens a server accepts. Only their SHA-256 is kept; a comparison takes the same time whether
 * and wherever a token matches. Immutable.
 */
public final class Tokens {
  private static final int MIN_TOKEN_LENGTH = 16;

  /** RFC 6750 section 2.1, b64token: what can stand in an Authorization header. */
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private static final class Entry {
    private final Role role;
    private final byte[] hash;

    Entry(Role role, byte[] hash) {
      this.role = role;
      this.hash = hash;
    }
  }

  private final List<Entry> entries;

  private Tokens(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /**
   * Reads a token file: per line a role ({@code read}, {@code agent}, {@code merge} or {@code
   * admin}) and a token of at least 16 characters; empty lines and lines that begin with {@code #}
   * do not count.
   *
   * @throws TokenFileException when it cannot be read, is open to other users, or has a bad line
   */
  public static Tokens read(Path file) {
    return parse(file.toString(), SecretFile.read("token file", file));
  }

  static Tokens parse(String name, String text) {
    List<Entry> entries = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String content = line.strip();
      if (!content.isEmpty() && content.charAt(0) != '#') {
        entries.add(parseLine(name, number, content));
      }
    }
    if (entries.isEmpty()) {
      throw new TokenFileException(
          "token file %s holds no token; write one line \"admin TOKEN\", for example with TOKEN from: openssl rand -hex 32"
              .formatted(name));
    }
    return new Tokens(entries);
  }

  private static Entry parseLine(String name, int number, String line) {
    String[] words = line.split("\\s+", -1);
    Optional<Role> role = Role.of(words[0]);
    // A bad line may be a token without its role, so the message never repeats what it holds.
    if (words.length != 2 || role.isEmpty()) {
      throw new TokenFileException(
          "token file %s, line %d: expected a role (read, agent, merge or admin) and a token"
              .formatted(name, number));
    }
    if (words[1].length() < MIN_TOKEN_LENGTH || !ALLOWED.matcher(words[1]).matches()) {
      throw new TokenFileException(
          "token file %s, line %d: a token has at least %d characters out of A-Z a-z 0-9 . _ ~ + / - ="
              .formatted(name, number, MIN_TOKEN_LENGTH));
    }
    return new Entry(role.get(), sha256(words[1]));
  }

  /** The role of a token, empty when it is unknown. */
  public Optional<Role> role(String token) {
    byte[] hash = sha256(token);
    Optional<Role> found = Optional.empty();
    for (Entry entry : entries) {
      // No early end: the time must not tell which entry matched.
      if (MessageDigest.isEqual(entry.hash, hash)) {
        found = Optional.of(entry.role);
      }
    }
    return found;
  }

  private static byte[] sha256(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
