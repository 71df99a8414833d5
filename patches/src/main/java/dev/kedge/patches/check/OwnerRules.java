package dev.kedge.patches.check;

import dev.kedge.model.Printable;
import dev.kedge.patches.Commit;
import dev.kedge.patches.Trailer;
import dev.kedge.patches.git.ChangedPath;
import dev.kedge.patches.index.TouchedFiles;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Asks that an owner of each touched path approved the commit, in a trailer of its message. */
final class OwnerRules implements CommitRules {
  private static final Set<String> APPROVALS =
      Set.of("acked-by", "reviewed-by", "approved-by", "signed-off-by");

  private final CodeOwners owners;
  private final TouchedFiles files;

  OwnerRules(CodeOwners owners, TouchedFiles files) {
    this.owners = owners;
    this.files = files;
  }

  @Override
  public void check(CheckedCommit checked, Objections objections) {
    Commit commit = checked.commit();
    if (commit.isMerge() || !objections.asks(Rule.OWNER)) {
      return;
    }
    Map<Set<String>, String> wanted = new TreeMap<>(java.util.Comparator.comparing(Set::toString));
    for (ChangedPath file : touched(checked.number())) {
      Set<String> of = owners.of(file.path());
      if (!of.isEmpty()) {
        wanted.putIfAbsent(of, file.path());
      }
    }
    Set<String> approvals = approvals(commit);
    wanted.forEach((of, path) -> {
      if (of.stream().noneMatch(owner -> approved(approvals, owner))) {
        objections.add(
            Rule.OWNER,
            commit,
            Optional.of(path),
            "%s needs the approval of one of %s"
                .formatted(Printable.of(path, 200), String.join(", ", of)));
      }
    });
  }

  private List<ChangedPath> touched(int commit) {
    return files.of(List.of(commit)).getOrDefault(commit, List.of());
  }

  private static Set<String> approvals(Commit commit) {
    Set<String> approvals = new TreeSet<>();
    for (Trailer trailer : commit.trailers()) {
      if (APPROVALS.contains(trailer.key().toLowerCase(Locale.ROOT))) {
        approvals.add(trailer.value().toLowerCase(Locale.ROOT));
      }
    }
    return approvals;
  }

  /** An owner is a mail address, or a name with or without an at sign in front. */
  private static boolean approved(Set<String> approvals, String owner) {
    String name = owner.toLowerCase(Locale.ROOT).replaceFirst("^@", "");
    return approvals.stream()
        .anyMatch(line ->
            line.contains("<" + name + ">") || line.equals(name) || line.startsWith(name + " "));
  }
}
