package dev.kedge.agent;

import dev.kedge.linux.HostIdentityReader;
import dev.kedge.linux.cgroup.CgroupMounts;
import dev.kedge.linux.cgroup.LimitedCgroups;
import dev.kedge.linux.proc.HostCounters;
import dev.kedge.linux.proc.TaskScanner;
import dev.kedge.model.HostIdentity;
import dev.kedge.model.Limitation;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.report.ReportParser;
import dev.kedge.wire.WindowCodec;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What runs on every watched host: profiler, vital signs, kernel log, heartbeat, and the upload of
 * all of it through a spool on disk.
 */
public final class Agent implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Agent.class.getName());
  private static final Path PROC = Path.of("/proc");
  private static final Path SYS = Path.of("/sys");
  private static final int MAX_TASKS = 100_000;
  private static final int MAX_LIMITED_CGROUPS = 200;
  private static final long LAST_UPLOADS_NANOS = 2_000_000_000L;

  private final Spool spool;
  private final Outbox outbox;
  private final Uploader uploader;
  private final Profiler profiler;
  private final KernelLog kernelLog;
  private final Thread uploadThread;
  private final List<Thread> collectors;
  private final TaskScanner tasks = new TaskScanner(PROC, MAX_TASKS);

  private Agent(AgentConfig config, String version, ReportParser reports, InstantSource clock) {
    HostIdentityReader reader = new HostIdentityReader(PROC, SYS);
    HostIdentity identity = config.host().map(reader::read).orElseGet(reader::read);
    spool = Spool.open(config.spool(), config.spoolBytes());
    outbox = new Outbox(spool);
    ServerLink link =
        new ServerLink(
            config.server(),
            config.token(),
            identity.host(),
            config.serverCertificate().map(PinnedCertificate::read));
    uploader = new Uploader(spool, link, this::forgetSent);
    profiler =
        Profiler.start(
            identity,
            ProfilerOptions.of(
                    config.frequency(), config.window(), config.spool().resolve("unwind-tables"))
                .within(config.budget())
                .withKinds(config.kinds())
                .withDebugData(config.debugData()),
            this::sendWindow,
            clock);
    kernelLog = new KernelLog(outbox, identity, reports);
    HostCounters counters = new HostCounters(PROC);
    LimitedCgroups cgroups =
        new LimitedCgroups(
            CgroupMounts.read(PROC, SYS), MAX_LIMITED_CGROUPS, TimeUnit.SECONDS.toNanos(30));
    VitalReader vitals = new VitalReader(counters, cgroups, tasks, config.taskScan().toNanos());
    AgentAccount account =
        new AgentAccount(profiler, outbox, uploader, counters, System.nanoTime());
    uploadThread = new Thread(uploader, "upload");
    collectors =
        List.of(
            new Thread(
                new VitalCollector(
                    vitals, outbox, identity.host(), identity.boot(), config.vitals(), clock),
                "vitals"),
            new Thread(kernelLog, "kmsg"),
            new Thread(
                new HeartbeatSender(
                    identity, version, account, this::limitations, link, config.heartbeat(), clock),
                "heartbeat"));
    uploadThread.start();
    collectors.forEach(Thread::start);
  }

  /**
   * Starts watching this host. What the agent may not see it says in its heartbeats and once in its
   * log; that is no reason to end.
   *
   * @param config what to do and where to send it
   * @param version of this build, as shown on the host's page
   * @param reports finds reports in the kernel log, by its rules
   * @throws AgentException when the spool cannot be used or a certificate cannot be read
   */
  public static Agent start(AgentConfig config, String version, ReportParser reports) {
    Agent agent = new Agent(config, version, reports, InstantSource.system());
    for (Limitation missing : agent.limitations()) {
      LOG.log(
          Level.WARNING,
          "missing: {0} ({1}); needs {2}",
          missing.feature(),
          missing.cause(),
          missing.remedy());
    }
    return agent;
  }

  private void forgetSent() {
    profiler.forgetSent();
  }

  private boolean sendWindow(ProfileWindow window) {
    return outbox.send(UploadKind.WINDOW, () -> WindowCodec.encode(window));
  }

  private List<Limitation> limitations() {
    List<Limitation> all = new ArrayList<>(profiler.limitations());
    kernelLog.limitation().ifPresent(all::add);
    return all;
  }

  /** Ends the open window and stops; what cannot be sent within two seconds stays spooled. */
  @Override
  public void close() {
    try {
      collectors.forEach(Thread::interrupt);
      for (Thread collector : collectors) {
        collector.join(1_000);
      }
      profiler.close();
      uploadThread.interrupt();
      uploadThread.join(1_000);
      uploader.sendWaiting(System.nanoTime() + LAST_UPLOADS_NANOS);
      spool.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "closing the spool: {0}", e.toString());
    }
    tasks.close();
  }
}
