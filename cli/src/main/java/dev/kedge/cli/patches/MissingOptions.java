package dev.kedge.cli.patches;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.git.Revision;
import dev.kedge.patches.index.CommitIndex;
import dev.kedge.patches.missing.IgnoreList;
import dev.kedge.patches.missing.KernelVulnerabilities;
import dev.kedge.patches.missing.MissingFixScan;
import dev.kedge.patches.missing.MissingQuery;
import dev.kedge.patches.missing.ScanResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code kedge patches missing} and {@code watch} look for. */
final class MissingOptions {
  @Mixin private RepositoryOptions repository = new RepositoryOptions();

  @Option(
      names = "--branch",
      paramLabel = "REV",
      required = true,
      description = "the branch that may lack fixes")
  private String branch = "";

  @Option(
      names = "--upstream",
      paramLabel = "REV",
      required = true,
      description = "the history that has them; may be a later revision of the branch")
  private String upstream = "";

  @Option(
      names = "--base",
      paramLabel = "REV",
      description = "upstream release whose tree the branch's first commit imported as one")
  private List<String> bases = new ArrayList<>();

  @Option(names = "--reverts", description = "also list what upstream took back")
  private boolean reverts;

  @Option(
      names = "--ignore",
      paramLabel = "FILE",
      description = "fixes not to take, each with owner, reason and last day")
  private Optional<Path> ignore = Optional.empty();

  @Option(
      names = "--vulns",
      paramLabel = "DIR",
      description = "local clone of the kernel's vulnerability data, for CVE numbers")
  private Optional<Path> vulnerabilities = Optional.empty();

  GitRepository repository() {
    return repository.repository();
  }

  CommitIndex index(GitRepository git) {
    return repository.index(git);
  }

  MissingQuery query(GitRepository git) {
    List<CommitId> below = bases.stream().map(base -> git.resolve(new Revision(base))).toList();
    return new MissingQuery(
        git.resolve(new Revision(branch)), git.resolve(new Revision(upstream)), below, reverts);
  }

  IgnoreList ignored() {
    return ignore.map(IgnoreList::read).orElse(IgnoreList.EMPTY);
  }

  KernelVulnerabilities vulnerabilities() {
    return vulnerabilities.map(KernelVulnerabilities::read).orElseGet(KernelVulnerabilities::none);
  }

  static ScanResult scan(CommitIndex index, MissingQuery query, PrintWriter err) {
    List<CommitId> tips = new ArrayList<>(query.bases());
    tips.add(query.branch());
    tips.add(query.upstream());
    RepositoryOptions.update(index, tips, err);
    return new MissingFixScan(index, query).run();
  }
}
