package dev.kedge.patches.variance;

import dev.kedge.patches.Commit;
import dev.kedge.patches.CommitId;
import dev.kedge.patches.PatchesException;
import dev.kedge.patches.diff.FilePatch;
import dev.kedge.patches.diff.Patch;
import dev.kedge.patches.diff.PatchReader;
import dev.kedge.patches.git.CatFile;
import dev.kedge.patches.git.CommitRange;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.provenance.Provenance;
import dev.kedge.patches.provenance.ProvenanceParser;
import dev.kedge.patches.provenance.UpstreamReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Holds each backport of a range against its upstream commits. A commit that names several is held
 * against all of them laid over each other, in the order the message names them.
 */
public final class VarianceViewer {
  /** Commits whose patches are in memory at the same time. */
  private static final int BATCH = 64;

  private final GitRepository repository;
  private final ProvenanceParser provenance = new ProvenanceParser();

  /** Views this repository, which must hold the upstream commits too. */
  public VarianceViewer(GitRepository repository) {
    this.repository = repository;
  }

  /** A backport with what it claims to carry, resolved as far as the repository goes. */
  private record Claim(Commit commit, Provenance provenance, List<CommitId> upstream, String gap) {}

  /**
   * Compares.
   *
   * @param range the commits to look at; those that name no upstream commit are passed over
   * @param viewed called once for each backport, parents before children
   */
  public void view(CommitRange range, Consumer<Variance> viewed) {
    List<CommitId> ids = repository.commits(range);
    for (int from = 0; from < ids.size(); from += BATCH) {
      compare(claims(ids.subList(from, Math.min(ids.size(), from + BATCH))), viewed);
    }
  }

  private List<Claim> claims(List<CommitId> ids) {
    List<Claim> claims = new ArrayList<>();
    try (CatFile objects = new CatFile(repository)) {
      for (CommitId id : ids) {
        Commit commit =
            objects
                .commit(id)
                .orElseThrow(
                    () -> PatchesException.environment("the repository lacks commit " + id));
        claim(commit, objects).ifPresent(claims::add);
      }
    }
    return claims;
  }

  private Optional<Claim> claim(Commit commit, CatFile objects) {
    Provenance origin = provenance.parse(commit);
    if (origin.upstream().isEmpty() || commit.isMerge()) {
      return Optional.empty();
    }
    List<CommitId> upstream = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (UpstreamReference reference : origin.upstream()) {
      Optional<CommitId> id = objects.find(reference.hex());
      id.ifPresentOrElse(upstream::add, () -> unknown.add(reference.hex()));
    }
    String gap =
        unknown.isEmpty()
            ? ""
            : "the repository does not hold upstream commit " + String.join(", ", unknown);
    return Optional.of(new Claim(commit, origin, upstream, gap));
  }

  private void compare(List<Claim> claims, Consumer<Variance> viewed) {
    Set<CommitId> needed = new LinkedHashSet<>();
    for (Claim claim : claims) {
      if (claim.gap().isEmpty()) {
        needed.add(claim.commit().id());
        needed.addAll(claim.upstream());
      }
    }
    Map<CommitId, Patch> patches = new HashMap<>();
    new PatchReader(repository).read(List.copyOf(needed), patches::put);
    for (Claim claim : claims) {
      viewed.accept(variance(claim, patches));
    }
  }

  private static Variance variance(Claim claim, Map<CommitId, Patch> patches) {
    Commit commit = claim.commit();
    boolean declared = claim.provenance().declaresChanges();
    if (!claim.gap().isEmpty()) {
      return Variance.unknown(
          commit.id(), commit.subject(), claim.upstream(), declared, claim.gap());
    }
    List<FilePatch> upstream = new ArrayList<>();
    boolean cut = false;
    for (CommitId id : claim.upstream()) {
      Patch patch = patches.getOrDefault(id, new Patch(List.of(), false));
      upstream.addAll(patch.files());
      cut |= patch.cut();
    }
    Patch mine = patches.getOrDefault(commit.id(), new Patch(List.of(), false));
    if (cut || mine.cut()) {
      return Variance.unknown(
          commit.id(), commit.subject(), claim.upstream(), declared, "a patch is too large");
    }
    PatchComparison comparison = new PatchComparison(new Patch(upstream, false), mine);
    return new Variance(
        commit.id(),
        commit.subject(),
        claim.upstream(),
        comparison.level(),
        comparison.similarity(),
        declared,
        comparison.differing(),
        "");
  }
}
