package dev.kedge.server.merge;

import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.git.GitTransport;
import java.nio.file.Path;
import java.time.InstantSource;

/** A merge queue with everything that belongs to it. Runs until it is closed. */
public final class MergeRoom implements AutoCloseable {
  private final MergeSettings settings;
  private final MergeBranch branch;
  private final MergeBoard board;
  private final ProposalIntake intake;
  private final HookSecrets secrets;
  private final MergeWorker worker;

  private MergeRoom(
      MergeSettings settings, GitRepository repository, MergeBoard board, HookSecrets secrets) {
    this.settings = settings;
    this.branch = new MergeBranch(repository, settings.branch(), settings.remote());
    this.board = board;
    this.intake = new ProposalIntake(repository, branch, board);
    this.secrets = secrets;
    this.worker = new MergeWorker(repository, branch, board, settings);
  }

  /**
   * Opens a queue and goes on where the last one ended.
   *
   * @param folder where it keeps its files
   * @throws dev.kedge.patches.PatchesException when the repository, the branch or the remote is not
   *     there
   * @throws dev.kedge.server.auth.TokenFileException when the secrets file is no good
   */
  public static MergeRoom open(MergeSettings settings, Path folder, InstantSource clock) {
    GitRepository repository = GitRepository.open(settings.repository());
    GitTransport transport = new GitTransport(repository);
    HookSecrets secrets = settings.secretFile().map(HookSecrets::read).orElse(HookSecrets.none());
    MergeBoard board = new MergeBoard(new MergeFiles(folder), clock, transport::unpin);
    MergeRoom room = new MergeRoom(settings, repository, board, secrets);
    room.branch.here();
    return room;
  }

  /** Begins to work through the queue. */
  public void start() {
    worker.start();
  }

  MergeSettings settings() {
    return settings;
  }

  MergeBranch branch() {
    return branch;
  }

  MergeBoard board() {
    return board;
  }

  ProposalIntake intake() {
    return intake;
  }

  HookSecrets secrets() {
    return secrets;
  }

  /** Stops; what was being tried is tried again after the next start. */
  @Override
  public void close() {
    worker.close();
  }
}
