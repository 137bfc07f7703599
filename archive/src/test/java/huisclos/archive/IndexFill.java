package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.DicomJson;
import huisclos.vault.SiteKeyFiles;
import huisclos.vault.Vault;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Fills the index of a home that no server has open with studies that have no bytes in the vault,
 * for measurements of questions alone: a data set a line on standard input, in DICOM JSON, each a
 * study of its own. {@code ./dev bench web} runs it where storing as many would take hours.
 */
final class IndexFill {
  private static final int GROUP = 50_000;

  private IndexFill() {}

  /**
   * Fills the index, until the input ends.
   *
   * @param args the home, and the number of the first study
   */
  public static void main(String[] args) throws IOException, SQLException {
    Path home = Path.of(args[0]);
    int number = Integer.parseInt(args[1]);
    try (Vault vault = Vault.open(home, new SiteKeyFiles(home).load().orElseThrow());
        IndexDatabase index = IndexDatabase.open(home);
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      hurry(index.ingest());
      List<DataSet> group = new ArrayList<>();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        group.add(DicomJson.read(new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8))));
        if (group.size() == GROUP) {
          Growth.fill(index.ingest(), vault, number, group);
          number += group.size();
          group.clear();
        }
      }
      Growth.fill(index.ingest(), vault, number, group);
    }
  }

  /**
   * The keys of a million studies fall all over the index's trees: with a server's small cache each
   * insert reads pages anew and writes them again. Nobody needs what a power cut would take here.
   */
  private static void hurry(Session session) throws SQLException {
    session.execute("PRAGMA cache_size=-3000000");
    session.execute("PRAGMA synchronous=OFF");
    session.execute("PRAGMA secure_delete=OFF");
    session.execute("PRAGMA wal_autocheckpoint=200000");
  }
}
