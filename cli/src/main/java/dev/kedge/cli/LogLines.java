package dev.kedge.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * How log lines look and where they go: standard error, in UTC, control characters replaced. Set up
 * in code, because an XML file costs each command that logs a quarter of a second. A file named by
 * {@code -Dlogback.configurationFile} counts instead.
 */
public final class LogLines extends ContextAwareBase implements Configurator {
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level %logger{0}:"
          + " %replace(%msg){'[\\p{Cntrl}&&[^\\t]]', '?'}%n%ex";

  /** For the service loader. */
  public LogLines() {}

  /** Says whether a configuration of the user's own counts. */
  static boolean isReplaced() {
    return System.getProperty("logback.configurationFile") != null;
  }

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    if (isReplaced()) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setName("stderr");
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    context.getLogger("dev.kedge").setLevel(Level.INFO);
    ch.qos.logback.classic.Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(appender);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
