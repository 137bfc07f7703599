package huisclos.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Warnings and errors to standard error, one line each. Found by the logging library itself, in
 * code rather than XML because that starts faster.
 */
public final class LogConfiguration extends ContextAwareBase implements Configurator {
  /** For systemd's journal, which has its own time: the priority as sd-daemon(3) writes it. */
  private static final String JOURNAL =
      "%replace(%replace(%level){'ERROR','<3>'}){'WARN','<4>'}%logger{0} %msg%n%nopex";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(
        System.getenv("JOURNAL_STREAM") == null
            ? "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level %logger{0} %msg%n%nopex"
            : JOURNAL);
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    // The HL7 library may repeat what it was given.
    context.getLogger("ca.uhn.hl7v2").setLevel(Level.OFF);
    // So may the web server's: headers and paths. What breaks there is told of by the desk.
    context.getLogger("org.eclipse.jetty").setLevel(Level.OFF);
    root.addAppender(appender);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
