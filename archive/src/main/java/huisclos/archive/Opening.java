package huisclos.archive;

import huisclos.dicom.DataSet;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to hold before an index is used: that it is this vault's, level with it, and of today's
 * keys and normalisation.
 */
final class Opening {
  private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

  private static final String VAULT = "vault";
  private static final String NORMALISATION = "normalisation";
  private static final String KEYS = "keys";

  /** Rows read at once while tokens are made anew. */
  private static final int PAGE = 1_000;

  private final Session session;
  private final SealedAttributes sealed;
  private final Tokens tokens;
  private final Recovery recovery;

  Opening(Session session, SealedAttributes sealed, Tokens tokens, Recovery recovery) {
    this.session = session;
    this.sealed = sealed;
    this.tokens = tokens;
    this.recovery = recovery;
  }

  RecoveryReport run(String vaultId) throws IOException, SQLException {
    Optional<String> vault = setting(VAULT);
    String version = Normal.VERSION + "." + Tokens.VERSION;
    String keys = Integer.toString(QueryKeys.VERSION);
    if (!vault.equals(Optional.of(vaultId))) {
      // A new index has nothing to rebuild from an empty vault; another vault's is worth nothing.
      RecoveryReport report =
          vault.isPresent() ? recovery.rebuild(Recovery.Before.FOREIGN) : recovery.catchUp();
      session.transaction(s -> {
        // A damaged index handed on what it named: what was met is not missing.
        s.update(ScrubSql.FORGET_RETURNED);
        set(VAULT, vaultId);
        set(NORMALISATION, version);
        set(KEYS, keys);
        return true;
      });
      return report;
    }
    if (!setting(KEYS).equals(Optional.of(keys))) {
      return withKeys(version, keys);
    }
    if (!setting(NORMALISATION).equals(Optional.of(version))) {
      renewTokens(version);
    }
    return recovery.catchUp();
  }

  /** An index of other keys: what it lacks lies in the objects alone. */
  private RecoveryReport withKeys(String version, String keys) throws IOException, SQLException {
    // Refuses an empty vault that should not be one, before anything is given up for it.
    var _ = recovery.catchUp();
    LOG.info("the index was made for fewer keys: it is made anew from the stored objects");
    RecoveryReport report = recovery.rebuild(Recovery.Before.LEVEL);
    session.transaction(s -> {
      set(NORMALISATION, version);
      set(KEYS, keys);
      return true;
    });
    return report;
  }

  private Optional<String> setting(String name) throws SQLException {
    return session.first(Sql.SELECT_SETTING, row -> row.getString(1), name);
  }

  private void set(String name, String value) throws SQLException {
    session.update(Sql.DELETE_SETTING, name);
    session.update(Sql.INSERT_SETTING, name, value);
  }

  private record Sealed(long id, SealedColumn attributes, String key) {}

  private interface Page {
    List<Sealed> after(long id) throws SQLException;
  }

  private interface Making {
    Set<Long> of(DataSet attributes);
  }

  /** Makes every token anew, in one transaction. */
  private void renewTokens(String version) throws IOException, SQLException {
    session.begin();
    boolean done = false;
    try {
      session.update(Sql.CLEAR_DEMOGRAPHIC_TOKENS);
      session.update(Sql.CLEAR_STUDY_TOKENS);
      renew(
          id -> page(Sql.ALL_DEMOGRAPHICS, id, true),
          "demographic",
          tokens::ofPatient,
          Sql.INSERT_DEMOGRAPHIC_TOKEN);
      renew(
          id -> page(Sql.ALL_STUDIES, id, false), "study", tokens::ofStudy, Sql.INSERT_STUDY_TOKEN);
      set(NORMALISATION, version);
      session.commit();
      done = true;
    } finally {
      if (!done) {
        session.rollback();
      }
    }
  }

  private List<Sealed> page(String sql, long after, boolean byDigest) throws SQLException {
    List<Sealed> page = new ArrayList<>();
    session.each(
        sql,
        row ->
            page.add(
                new Sealed(
                    row.getLong(1),
                    new SealedColumn(row.getBytes(2)),
                    byDigest ? HexFormat.of().formatHex(row.getBytes(3)) : row.getString(3))),
        after,
        PAGE);
    return page;
  }

  private void renew(Page pages, String table, Making making, String insert)
      throws IOException, SQLException {
    long last = 0;
    for (List<Sealed> page = pages.after(last); !page.isEmpty(); page = pages.after(last)) {
      for (Sealed row : page) {
        for (long token : making.of(sealed.open(row.attributes.bytes(), table, row.key))) {
          session.update(insert, token, row.id);
        }
        last = row.id;
      }
    }
  }
}
