package dev.kedge.cli;

import java.text.MessageFormat;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Leads {@link System.Logger} to where the server's libraries log, but not before there is a line
 * to write: {@link System#exit} asks for a logger each time, and to set up the log for that was a
 * third of a small command's time.
 */
public final class PlatformLoggers extends System.LoggerFinder {
  /** For the service loader. */
  public PlatformLoggers() {}

  @Override
  public System.Logger getLogger(String name, Module module) {
    return new LateLogger(name, LogLines.isReplaced());
  }

  /**
   * A logger that asks for its namesake with the first line.
   *
   * @param detailed whether lines below INFO may be wanted at all
   */
  private record LateLogger(String name, boolean detailed) implements System.Logger {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean isLoggable(Level level) {
      return (detailed || level.compareTo(Level.INFO) >= 0)
          && level != Level.OFF
          && LoggerFactory.getLogger(name).isEnabledForLevel(level(level));
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String message,
        @Nullable Throwable thrown) {
      if (isLoggable(level)) {
        LoggerFactory.getLogger(name)
            .atLevel(level(level))
            .setCause(thrown)
            .log(translated(bundle, message));
      }
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String format,
        @Nullable Object @Nullable ... parameters) {
      if (isLoggable(level)) {
        String text = translated(bundle, format);
        LoggerFactory.getLogger(name)
            .atLevel(level(level))
            .log(
                parameters == null || parameters.length == 0
                    ? text
                    : MessageFormat.format(text, parameters));
      }
    }

    private static org.slf4j.event.Level level(Level level) {
      return switch (level) {
        case ALL, TRACE -> org.slf4j.event.Level.TRACE;
        case DEBUG -> org.slf4j.event.Level.DEBUG;
        case INFO -> org.slf4j.event.Level.INFO;
        case WARNING -> org.slf4j.event.Level.WARN;
        case ERROR, OFF -> org.slf4j.event.Level.ERROR;
      };
    }

    private static String translated(@Nullable ResourceBundle bundle, @Nullable String text) {
      if (bundle == null || text == null) {
        return String.valueOf(text);
      }
      try {
        return bundle.getString(text);
      } catch (MissingResourceException e) {
        return text;
      }
    }
  }
}
