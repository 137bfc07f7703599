package huisclos.net;

import java.time.Duration;

/**
 * Every bound of connections and associations that a site may tune; there is no way to switch one
 * off. {@link PduLimits} holds those that nobody tunes.
 *
 * @param maxAssociations connections served at once, handshakes included
 * @param maxPerPeer of which from one address (of IPv6, from one /64)
 * @param handshakeTimeout the whole TLS handshake
 * @param associateTimeout the ARTIM timer before an association stands (PS3.8 §9.1.5), and the wait
 *     for a peer's answer to our request
 * @param lingerTimeout the ARTIM timer once all is said and the peer ought to close
 * @param idleTimeout between PDUs of a standing association
 * @param pduGrace within a PDU, before the rate counts; also the longest stall of a write
 * @param minBytesPerSecond the slowest sender, within a PDU only
 * @param maxPduBytes the longest P-DATA-TF that we announce and take
 * @param maxDataSetBytes the longest data set of one C-STORE
 * @param maxDrainBytes how much of a data set is read that nobody wants any more
 * @param maxIdentifierBytes the longest identifier of a query or of its answer
 */
public record NetLimits(
    int maxAssociations,
    int maxPerPeer,
    Duration handshakeTimeout,
    Duration associateTimeout,
    Duration lingerTimeout,
    Duration idleTimeout,
    Duration pduGrace,
    int minBytesPerSecond,
    int maxPduBytes,
    long maxDataSetBytes,
    long maxDrainBytes,
    int maxIdentifierBytes) {

  /** What an archive starts with. */
  public static final NetLimits DEFAULT =
      new NetLimits(
          256,
          64,
          Duration.ofSeconds(15),
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          Duration.ofMinutes(10),
          Duration.ofSeconds(30),
          1024,
          128 * 1024,
          64L << 30,
          1L << 30,
          1 << 20);

  public NetLimits {
    atLeast("maxAssociations", maxAssociations, 1);
    atLeast("maxPerPeer", maxPerPeer, 1);
    positive("handshakeTimeout", handshakeTimeout);
    positive("associateTimeout", associateTimeout);
    positive("lingerTimeout", lingerTimeout);
    positive("idleTimeout", idleTimeout);
    positive("pduGrace", pduGrace);
    atLeast("minBytesPerSecond", minBytesPerSecond, 1);
    atLeast("maxPduBytes", maxPduBytes, PduLimits.MIN_DATA_BYTES);
    if (maxPduBytes > PduLimits.MAX_DATA_BYTES) {
      throw new IllegalArgumentException("maxPduBytes is at most " + PduLimits.MAX_DATA_BYTES);
    }
    atLeast("maxDataSetBytes", maxDataSetBytes, 1);
    atLeast("maxDrainBytes", maxDrainBytes, 0);
    atLeast("maxIdentifierBytes", maxIdentifierBytes, 1);
  }

  private static void atLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " is at least " + least);
    }
  }

  private static void positive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " is a positive duration");
    }
  }

  /** These limits with other counts of connections. */
  public NetLimits withAssociations(int total, int perPeer) {
    return new NetLimits(
        total,
        perPeer,
        handshakeTimeout,
        associateTimeout,
        lingerTimeout,
        idleTimeout,
        pduGrace,
        minBytesPerSecond,
        maxPduBytes,
        maxDataSetBytes,
        maxDrainBytes,
        maxIdentifierBytes);
  }

  /** These limits with other waits. */
  public NetLimits withTimeouts(
      Duration handshake, Duration associate, Duration linger, Duration idle, Duration grace) {
    return new NetLimits(
        maxAssociations,
        maxPerPeer,
        handshake,
        associate,
        linger,
        idle,
        grace,
        minBytesPerSecond,
        maxPduBytes,
        maxDataSetBytes,
        maxDrainBytes,
        maxIdentifierBytes);
  }

  /** These limits with another longest P-DATA-TF. */
  public NetLimits withMaxPduBytes(int bytes) {
    return new NetLimits(
        maxAssociations,
        maxPerPeer,
        handshakeTimeout,
        associateTimeout,
        lingerTimeout,
        idleTimeout,
        pduGrace,
        minBytesPerSecond,
        bytes,
        maxDataSetBytes,
        maxDrainBytes,
        maxIdentifierBytes);
  }

  /** These limits with other sizes of data sets and identifiers. */
  public NetLimits withDataSets(long dataSetBytes, long drainBytes, int identifierBytes) {
    return new NetLimits(
        maxAssociations,
        maxPerPeer,
        handshakeTimeout,
        associateTimeout,
        lingerTimeout,
        idleTimeout,
        pduGrace,
        minBytesPerSecond,
        maxPduBytes,
        dataSetBytes,
        drainBytes,
        identifierBytes);
  }
}
