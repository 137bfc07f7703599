package huisclos.desk.dimse;

/** What the conformance statement says in words, between its tables. */
final class ConformanceTexts {
  private ConformanceTexts() {}

  static final String OVERVIEW =
      """
      # DICOM conformance statement

      In the form of DICOM PS3.2 Annex A. This page is generated from the tables by which the archive negotiates, matches
      and bounds: `huisclos conformance` prints it for a home's own settings, `./dev golden --update` rewrites this one,
      which is for the defaults.

      ## 1 Overview

      An archive: it stores instances, answers queries, hands instances out, moves them to registered peers, commits
      storage, and serves a modality worklist with performed procedure steps. Every association is over TLS with a client
      certificate. Programs and people come by HTTPS (2.10); there is no other door.

      """;

  static final String MODEL =
      """

      ## 2 Networking

      ### 2.1 Implementation model

      One application entity, its title a setting (`archive.aet`, default `HUISCLOS`). It accepts associations, and
      requests its own to registered peers alone: for C-MOVE sub-operations, for what rules forward, and for storage
      commitment reports. A queue that can't reach its peer waits, and goes on after
      a restart.

      | activity | real-world event | service, role |
      |---|---|---|
      | store | a device sends an instance | Storage SCP |
      | query | a device asks what there is | Query/Retrieve FIND SCP |
      | retrieve | a device fetches, or has instances sent | GET and MOVE SCP, Storage SCU |
      | forward | an instance arrived that a rule names | Storage SCU |
      | commit | a device asks the archive to answer for instances | Storage Commitment SCP |
      | schedule | a modality asks for its worklist, reports its steps | Modality Worklist SCP, MPPS SCP |

      ### 2.2 Association policies

      """;

  static final String SERVICES =
      """

      ### 2.3 Services, grants and transfer syntaxes

      A device holds grants; the role a requestor proposes needs the one named here.

      | service | grant for the requestor as SCU | as SCP, by role selection | transfer syntaxes |
      |---|---|---|---|
      """;

  static final String STORAGE =
      """
      ### 2.4 Storage

      Every attribute is kept, private ones included: the data set as it came, bit for bit. Success (0x0000) is said once
      bytes, index and record would survive a power cut. Equal content sent again is success. The preamble is not kept,
      file meta information is the archive's own.

      | status | meaning |
      |---|---|
      | 0x0000 | stored, or known with equal content |
      | 0xA700 | no room, or the disk is full |
      | 0xA900 | a UID is missing or no UID, the data set is unlike the command, or malformed |
      | 0xC001 | other content is known under this SOP instance UID; this one is in quarantine |
      | 0x0110 | the archive could not keep it |
      | 0x0122 | no storage SOP class taken here |
      | 0x0124 | not granted |

      A requestor may store a specialisation, unknown here, of a storage SOP class that the setting
      `archive.general_sop_classes` names, once its SOP class common extended negotiation says so (PS3.7 D.3.3.6);
      by default there is none.

      | transfer syntaxes | |
      |---|---|
      """;

  static final String EXTENDED =
      """

      ### 2.5 Extended negotiation

      | ability | service | answer |
      |---|---|---|
      """;

  static final String QUERY =
      """

      ### 2.6 Query

      Patient Root and Study Root. Every key is universal too: an empty value asks for it to be returned. Several values of
      a key are alternatives. Names match without case and accents, by any component group. An unknown key answers 0xFF01
      with the rest. Query/Retrieve Level, Retrieve AE Title and Specific Character Set are in every answer.

      A query is selective if it names a Patient ID, an accession number, a UID, three letters of a name or at most 31 days;
      any other needs the grant `find-all`.
      """;

  static final String LIMITS =
      """

      | limit | value | beyond it |
      |---|---|---|
      """;

  static final String RETRIEVE =
      """

      | status of FIND | meaning |
      |---|---|
      | 0xFF00, 0xFF01 | a match; 0xFF01 where a key is not supported |
      | 0x0000 | all matches were sent |
      | 0xA700 | too many matches: narrow the query |
      | 0xA900 | no such level, a unique key is missing, or a value doesn't fit its VR |
      | 0x0124 | a broad query without its grant, or a budget is crossed |
      | 0xFE00 | cancelled |

      ### 2.7 Retrieve

      By unique keys of the level, lists of UIDs included; the unique keys of the levels above may be missing. An instance
      leaves in the syntax it is kept in, bit for bit, where the receiver takes that; else converted, where both are
      uncompressed; else its pixel data is decoded, or coded without loss, as the annex says, and its attributes with it
      (PS3.5 section 8.2); else that sub-operation alone fails. Nothing is coded with loss. An instance whose pixel data is
      damaged can leave as it is kept alone; that shows before anything of it is sent. C-MOVE and forwarding offer what is
      kept compressed in its own syntax and in Explicit and Implicit VR Little Endian; compressed syntaxes that it isn't
      kept in only C-GET negotiates. A transcoded instance has the SOP Instance UID it had: sent back here it is another
      content under a known UID. A recorded correction applies on the way out. C-MOVE goes to peers that the keeper
      registered (`peer add`) and the device was granted (`--move-to`).

      | status of GET, MOVE | meaning |
      |---|---|
      | 0xFF00 | sub-operations go on; counts are given |
      | 0x0000 | all instances were sent |
      | 0xB000 | some failed; they are listed |
      | 0xA702 | all failed; they are listed |
      | 0xA700 | too many instances |
      | 0xA801 | MOVE: the destination is not registered, or not granted to this device |
      | 0xA900 | no such level, or the unique key is missing |
      | 0x0124 | not granted, or a budget is crossed |
      | 0xFE00 | cancelled |
      """;

  static final String COMMITMENT =
      """

      ### 2.8 Storage commitment, push model

      The N-ACTION (action 1, well-known instance 1.2.840.10008.1.20.1.1) is answered at once; then each object is read
      again from the disk and its hash compared. The N-EVENT-REPORT (1: all committed; 2: failures exist) goes to the peer
      registered under the device's own AE title, on an association that the archive requests with the SCP role for itself;
      where there is no such peer, on the association of the request. A report that can't be delivered there is kept for
      seven days and sent once such a peer is registered. Retrieve AE Title is sent; the storage media attributes are not.

      | status of the N-ACTION | meaning |
      |---|---|
      | 0x0000 | the request is being worked on |
      | 0x0112 | not the well-known instance |
      | 0x0115 | transaction UID or references are missing or malformed |
      | 0x0123 | no such action |
      | 0x0124 | not granted |
      | 0x0131 | this device's transaction is being worked on already |
      | 0x0213 | too many instances, or too many requests at once |

      | failure reason | meaning |
      |---|---|
      """;

  static final String WORKLIST =
      """

      ### 2.9 Modality worklist and performed procedure steps

      Orders come by HL7 v2 over TLS, by file or by the command line. A worklist item leaves once its step is discontinued or
      completed. Performed procedure steps are created and set (N-CREATE, N-SET) and retrieved (N-GET); a final state can't be
      changed (0x0110).
      """;

  static final String WEB =
      """

      ### 2.10 Web services (PS3.18)

      HTTP/1.1 and HTTP/2 over TLS. An origin server; a user agent of none. Resources below `/dicom-web`, WADO-URI at `/wado`.

      | transaction | resources | accepted | returned |
      |---|---|---|---|
      | Store (STOW-RS, §10.5) | `/studies`, `/studies/{study}` | `multipart/related` of `application/dicom`, or of `application/dicom+json` or `application/dicom+xml` with bulk data; one `application/dicom` by itself | the report in JSON or XML |
      | Search (QIDO-RS, §10.6) | studies, series and instances at every hierarchy | | `application/dicom+json`, `multipart/related; type="application/dicom+xml"` |
      | Retrieve (WADO-RS, §10.4) | study, series, instance | | `multipart/related; type="application/dicom"`, `application/zip`; an instance also as `application/dicom` |
      | … metadata | `…/metadata` | | `application/dicom+json`, `multipart/related; type="application/dicom+xml"` |
      | … bulk data | `…/bulkdata`, `…/pixeldata`, `…/bulkdata/{path}`, ranges of bytes | | `application/octet-stream` or the media type of the stored syntax, single or multipart |
      | … frames | `…/frames/{list}` | | `application/octet-stream`, or the media type of a syntax, single or multipart |
      | … rendered, thumbnail | study, series, instance, frames | `annotation`, `quality` (of JPEG), `viewport`, `window`; of thumbnails `viewport` alone | `image/jpeg`, `image/png`, `image/gif` (cine too), `text/html`, `text/plain`, `text/xml`, `application/pdf`; several as `multipart/related` |
      | URI service (WADO-URI, §9) | `/wado` | the parameters of §9.4 and §9.5 but `anonymize`, `presentationUID`, `presentationSeriesUID` (400) | `application/dicom`, the rendered types |
      | Retrieve capabilities (§8.9) | `/` by `OPTIONS` or `GET` | | each resource with its methods, media types and transfer syntaxes: `application/vnd.sun.wadl+xml`, `application/json` |
      | beyond the standard | `DELETE` of a study, series, instance; `…/reject/{code}`, `…/restore`; `/changes` | | JSON |

      Query keys are those of 2.6, by keyword, tag or dotted path; `includefield`, `fuzzymatching`, `limit`, `offset`. Empty
      value and multiple value matching, and combined date and time matching, are always done. A key that the level doesn't
      have doesn't narrow, and a `Warning` names it; a parameter that is no attribute at all is refused (400), as a search
      without it would disclose more than was meant. With a `limit` answers come page by page with a `Warning` while more
      remain; without one over 1,000 matches are refused (413).

      Instances leave in explicit VR little endian where a media type names no `transfer-syntax`, in the one it names, or by
      `transfer-syntax=*` in that they are kept in, implicit VR and big endian included, so that a data set comes out as it
      came in (§8.7.3 has no such syntaxes); where `Accept` is a wildcard, compressed ones as they are kept. 2.7 has the
      ways from one to another; 406 says what is possible. Text is UTF-8, whatever `charset` says. No ICC profile is
      embedded: `iccprofile` other than `no` is answered with a `Warning`. A bulk-data URI of a store request is a part of
      that request, or the instance fails: nothing is fetched.

      | status | when |
      |---|---|
      | 200, 204, 206 | done; done without a body, or nothing found; a range, or not all instances in the syntax asked for |
      | 202 | some instances failed, or a second person is waited for |
      | 304 | the entity tag is known |
      | 400, 413, 414, 415 | malformed; too large; a media type that isn't taken |
      | 401, 403, 404 | nobody known; a verb that isn't granted; not there, or out of the caller's reach |
      | 406 | none of the media types |
      | 409 | no instance could be stored: the report says why of each |
      | 410 | a feed of changes whose name has ended |
      | 416, 429, 503 | a range that isn't there; a budget crossed; no room at the moment |
      """;

  static final String CHARACTER_SETS =
      """

      ## 3 Character sets

      All of PS3.3 C.12.1.1.2: ISO_IR 6, 13, 100, 101, 109, 110, 126, 127, 138, 144, 148, 166, 203, 192 (UTF-8), GB18030, GBK,
      and the ISO 2022 extensions, Japanese (IR 87, 159), Korean (IR 149) and Chinese (IR 58) included. Objects are kept as
      they came; an answer is in the character set of its object, or in UTF-8 where that doesn't hold every value.
      """;

  static final String SECURITY =
      """

      ## 4 Security

      BCP 195 RFC 8996/9325 TLS secure transport connection profile (PS3.15 B.12), on every association, accepted and
      requested. Certificate, calling and called AE title must belong together. User identity negotiation (PS3.7 D.3.3.7)
      narrows a device's grants to those of the person. Each access is on a tamper-evident record before anything leaves.

      | | |
      |---|---|
      """;

  static final String CONFIGURATION =
      """

      ## 5 Configuration

      Settings: `docs/settings.md`. Devices, peers and people are added by the keeper at the command line, on record
      (`device add`, `peer add`, `user add`). Port 2762 by default, on loopback until the keeper names an address.
      """;
}
