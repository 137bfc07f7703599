package huisclos.desk.hl7;

import java.time.Duration;

/** Every bound of the HL7 door, named; none can be switched off. */
public final class Hl7Limits {
  private Hl7Limits() {}

  /** Bytes of one message. An order has a few thousand. */
  public static final int MAX_MESSAGE_BYTES = 1 << 20;

  /** Segments of one message. */
  public static final int MAX_SEGMENTS = 500;

  /** Fields, components, repetitions of one message, all together. */
  public static final int MAX_PARTS = 20_000;

  /** Connections at once; a site has a handful of senders. */
  public static final int MAX_CONNECTIONS = 32;

  /** Of which from one address. */
  public static final int MAX_PER_PEER = 8;

  /** Between two messages. */
  public static final Duration IDLE = Duration.ofMinutes(10);

  /** From a message's first byte to its last, and for its answer to be taken. */
  public static final Duration MESSAGE_TIME = Duration.ofSeconds(30);
}
