package dev.kedge.patches.git;

import dev.kedge.model.Printable;
import dev.kedge.patches.CommitId;
import dev.kedge.patches.PatchesException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Carries commits into a repository, from bundles and from its remote, and a branch back to that
 * remote. What is fetched is checked object by object, lands only below {@code refs/kedge/}, and
 * runs no hook. Remotes are named in the repository's own configuration, never by an address from
 * elsewhere. Thread-safe as far as git is.
 */
public final class GitTransport {
  /** The namespace of refs that keep commits from being collected. */
  private static final String PINS = "refs/kedge/pins/";

  private static final Pattern REMOTE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final Pattern REF =
      Pattern.compile("(HEAD|refs/[A-Za-z0-9][A-Za-z0-9._/+-]{0,300})");
  private static final int MAX_HEADS = 1_000;

  /** A connection on which nothing comes for a minute is given up. */
  private static final List<String> NETWORK =
      List.of(
          "-c",
          "protocol.file.allow=always",
          "-c",
          "protocol.https.allow=always",
          "-c",
          "protocol.ssh.allow=always",
          "-c",
          "http.lowSpeedLimit=1",
          "-c",
          "http.lowSpeedTime=60",
          "-c",
          "transfer.fsckObjects=true");

  private final GitRepository repository;

  /** To and from this repository. */
  public GitTransport(GitRepository repository) {
    this.repository = repository;
  }

  /**
   * Checks that a remote is configured.
   *
   * @throws PatchesException when there is none of this name
   */
  public void requireRemote(String remote) {
    if (!REMOTE.matcher(remote).matches()
        || !repository.attempt("config", "--get", "remote." + remote + ".url").ok()) {
      throw PatchesException.input(
          "the repository has no remote %s; add one with: git -C %s remote add %s URL"
              .formatted(
                  Printable.of(remote, 60),
                  Printable.of(repository.directory().toString(), 300),
                  Printable.of(remote, 60)));
    }
  }

  /**
   * The heads of a bundle, by full name.
   *
   * @throws PatchesException when the file is no bundle
   */
  public Map<String, CommitId> heads(Path bundle) {
    GitResult result = repository.attempt("bundle", "list-heads", bundle.toString());
    if (!result.ok()) {
      throw PatchesException.input(
          "no git bundle: " + GitProcess.reason(result.exitCode(), result.error()));
    }
    Map<String, CommitId> heads = new LinkedHashMap<>();
    for (String line : result.text().lines().limit(MAX_HEADS).toList()) {
      int space = line.indexOf(' ');
      if (space > 0 && CommitId.isId(line.substring(0, space))) {
        heads.put(line.substring(space + 1), new CommitId(line.substring(0, space)));
      }
    }
    return heads;
  }

  /**
   * Takes one head of a bundle in and pins it.
   *
   * @throws PatchesException when the bundle needs commits that the repository lacks, or is damaged
   */
  public void takeBundle(Path bundle, String ref, CommitId head) {
    requireName(ref);
    GitResult result = fetch(bundle.toString(), ref, PINS + head.hex());
    if (!result.ok()) {
      throw PatchesException.input(
          "the bundle cannot be taken: " + GitProcess.reason(result.exitCode(), result.error()));
    }
  }

  /**
   * Fetches one ref of a remote.
   *
   * @return where it points
   * @throws PatchesException when the remote has no such ref or cannot be reached
   */
  public CommitId fetch(String remote, String ref) {
    requireName(ref);
    String into = "refs/kedge/remotes/" + remote + "/" + ref;
    GitResult result = fetch(remote, ref, into);
    if (!result.ok()) {
      throw PatchesException.environment(
          "fetching %s from %s: %s"
              .formatted(ref, remote, GitProcess.reason(result.exitCode(), result.error())));
    }
    return repository.resolve(new Revision(into));
  }

  private GitResult fetch(String from, String ref, String into) {
    List<String> arguments = new ArrayList<>(NETWORK);
    arguments.addAll(
        List.of(
            "fetch",
            "--quiet",
            "--no-tags",
            "--no-write-fetch-head",
            "--no-recurse-submodules",
            from,
            "+" + ref + ":" + into));
    return repository.attempt(arguments.toArray(String[]::new));
  }

  /**
   * Moves a branch of a remote forward.
   *
   * @return why it did not move; empty when it did
   */
  public Optional<String> push(String remote, CommitId tip, String branch) {
    List<String> arguments = new ArrayList<>(NETWORK);
    arguments.addAll(List.of("push", "--porcelain", remote, tip.hex() + ":refs/heads/" + branch));
    GitResult result = repository.attempt(arguments.toArray(String[]::new));
    if (result.ok()) {
      return Optional.empty();
    }
    return Optional.of(
        result
            .text()
            .lines()
            .filter(line -> line.startsWith("!"))
            .findFirst()
            .map(line -> Printable.of(line.substring(line.lastIndexOf('\t') + 1), 300))
            .orElse(GitProcess.reason(result.exitCode(), result.error())));
  }

  /** Keeps a commit from being collected. */
  public void pin(CommitId commit) {
    repository.output("update-ref", PINS + commit.hex(), commit.hex());
  }

  /** Lets go of a commit that was pinned. */
  public void unpin(CommitId commit) {
    repository.attempt("update-ref", "-d", PINS + commit.hex());
  }

  private static void requireName(String ref) {
    if (!REF.matcher(ref).matches() || ref.contains("..") || ref.endsWith(".lock")) {
      throw PatchesException.input("no name of a ref: " + Printable.of(ref, 100));
    }
  }
}
