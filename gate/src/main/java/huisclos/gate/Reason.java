package huisclos.gate;

import java.util.Locale;

/**
 * Why something was refused: the closed vocabulary of the trail. Nobody outside is told more than
 * that it was refused.
 */
public enum Reason {
  // At the TLS door.
  /** The client showed no certificate. */
  NO_CERTIFICATE,
  /** Its certificate is neither of our CA nor pinned, or not in the registry. */
  FOREIGN_CERTIFICATE,
  /** Its certificate is past its end, or past the end of its overlap after a renewal. */
  EXPIRED_CERTIFICATE,
  /** Its certificate isn't valid yet. */
  CERTIFICATE_NOT_YET_VALID,
  /** Its certificate was revoked. */
  REVOKED_CERTIFICATE,
  /** What it showed as a certificate can't be read as one. */
  UNREADABLE_CERTIFICATE,
  /** It didn't speak TLS. */
  PLAIN_TEXT,
  /** It offered only retired versions of TLS. */
  RETIRED_TLS,
  /** It offered none of our cipher suites, groups or signature algorithms. */
  NO_COMMON_CIPHER,
  /** It turned away, as a client does that doesn't trust our certificate. */
  PEER_DECLINED,
  /** It closed the connection before the handshake was done. */
  PEER_GONE,
  /** It was too slow. */
  TIMEOUT,
  /** It got through the handshake and then asked nothing that could be considered. */
  NOTHING_ASKED,
  /** There were too many connections, in all or from its address. */
  TOO_MANY_CONNECTIONS,
  /** Its TLS was broken in another way. */
  TLS_FAILURE,

  // At admission.
  /** The request showed nothing to be known by. */
  NO_CREDENTIAL,
  /** The calling title isn't the certificate's. */
  CALLING_AET,
  /** The called title isn't ours. */
  CALLED_AET,
  /** Nobody of the name or token that was given is known. */
  USER_UNKNOWN,
  /** The password is wrong. */
  USER_PASSWORD,
  /** Too many passwords were wrong; none is looked at for a while. */
  USER_BACK_OFF,
  /** The token is of another issuer or audience, out of date, or not well signed. */
  USER_TOKEN,
  /** The device's word about a name isn't taken. */
  USER_NOT_VOUCHED,
  /** The person is suspended. */
  USER_SUSPENDED,
  /** The person may not be named at this device. */
  USER_NOT_HERE,
  /** A kind of user identity that isn't taken. */
  USER_TYPE,
  /** The code or passkey is wrong, was used already or comes too late. */
  SECOND_FACTOR,
  /** The person must have a second factor and has none: an invitation sets it up. */
  NO_SECOND_FACTOR,
  /** The session or the sign-in under way has ended, or never was. */
  SESSION_ENDED,
  /** The one-time link was used, has ended, or never was. */
  INVITATION,
  /** The program's token was revoked, or never was. */
  TOKEN_UNKNOWN,
  /** The program's token is past its end. */
  TOKEN_EXPIRED,
  /** None of the groups that the identity provider names has a role here. */
  NO_ROLE,
  /** Its request is for another application context or protocol, or for PDUs too short to send. */
  UNUSABLE_REQUEST,

  // Within an association.
  /** The verb isn't granted. */
  NOT_GRANTED,
  /** A query that selects nothing, without {@code find-all}. */
  BROAD_QUERY,
  /** The move destination isn't on the device's list. */
  UNKNOWN_DESTINATION,
  /** It would be shown more distinct patients within an hour than its budget. */
  HOUR_BUDGET,
  /** It would be shown more distinct patients within a day than its budget. */
  DAY_BUDGET,
  /** It asked too many distinct questions in vain within an hour. */
  GUESSING,
  /** It is frozen for disclosure until a keeper thaws it. */
  FROZEN,
  /** It sent what the protocol doesn't allow at that point. */
  PROTOCOL_VIOLATION,
  /** It sent more than a limit allows. */
  OVER_LIMIT,
  /** It sent or took so little that it was ended. */
  TOO_SLOW,
  /** An object that isn't what DICOM allows: its structure, its UIDs, its SOP class. */
  UNACCEPTABLE_OBJECT,
  /** The registry or the trail couldn't be reached; the answer is no. */
  UNAVAILABLE;

  /** The word of the trail, such as {@code revoked-certificate}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
