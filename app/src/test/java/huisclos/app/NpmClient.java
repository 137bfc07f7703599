package huisclos.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** The DICOMweb client that viewers are built on, {@code dicomweb-client} from npm, in node. */
final class NpmClient {
  private static final String CLIENT = "dicomweb-client@0.11.3";
  private static final String REQUESTS = "xhr2@0.2.1";

  private NpmClient() {}

  /** A script that stores, searches and fetches; skips the test where npm brings no packages. */
  static Path script() throws IOException {
    Path at = Path.of("target/npm-client").toAbsolutePath();
    if (!Files.exists(at.resolve("node_modules/dicomweb-client"))) {
      Processes.peer("npm");
      Files.createDirectories(at);
      Files.writeString(at.resolve("package.json"), "{\"private\": true}");
      Processes.Result installed =
          Processes.run(
              List.of(
                  "npm",
                  "install",
                  "--prefix",
                  at.toString(),
                  "--no-fund",
                  "--no-audit",
                  "--ignore-scripts",
                  CLIENT,
                  REQUESTS),
              Map.of());
      Assumptions.assumeTrue(
          installed.status() == 0, "skipped: npm could not install dicomweb-client");
    }
    return Files.writeString(
        at.resolve("exchange.js"),
        """
        const fs = require('fs');
        global.XMLHttpRequest = require('xhr2');
        const { api } = require('dicomweb-client');
        const { URL: url, TOKEN, FILE, STUDY, SERIES, INSTANCE } = process.env;
        const client = new api.DICOMwebClient({
          url, headers: { Authorization: 'Bearer ' + TOKEN } });
        const uids = {
          studyInstanceUID: STUDY, seriesInstanceUID: SERIES, sopInstanceUID: INSTANCE };
        (async () => {
          const file = fs.readFileSync(FILE);
          const bytes = file.buffer.slice(file.byteOffset, file.byteOffset + file.length);
          await client.storeInstances({ datasets: [bytes] });
          console.log('stored 1');
          const studies = await client.searchForStudies({
            queryParams: { StudyInstanceUID: STUDY } });
          console.log('found ' + studies.length + ' of ' + studies[0]['0020000D'].Value[0]);
          const metadata = await client.retrieveStudyMetadata(uids);
          console.log('metadata ' + metadata[0]['00100010'].Value[0].Alphabetic);
          const frames = await client.retrieveInstanceFrames({ ...uids, frameNumbers: [1] });
          console.log('frame ' + frames[0].byteLength + ' bytes');
          const rendered = await client.retrieveInstanceRendered({
            ...uids, mediaTypes: [{ mediaType: 'image/jpeg' }] });
          const picture = new Uint8Array([].concat(rendered)[0]);
          console.log('rendered ' + (picture[0] === 0xff && picture[1] === 0xd8 ? 'jpeg' : 'other'));
          const whole = await client.retrieveInstance(uids);
          fs.writeFileSync(FILE + '.back', Buffer.from(whole));
        })().catch(e => { console.error('failed', e.status, e.message); process.exit(1); });
        """);
  }
}
