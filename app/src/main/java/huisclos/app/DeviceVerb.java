package huisclos.app;

import huisclos.app.admin.Admin;
import huisclos.gate.IdentityFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code huisclos device add|list|revoke|renew|budget}: who may come in, and with what certificate.
 */
@Command(
    name = "device",
    description = "Give a modality or workstation its identity, list them, take one back.",
    mixinStandardHelpOptions = true,
    subcommands = {
      DeviceVerb.Add.class,
      DeviceVerb.ListAll.class,
      DeviceVerb.Revoke.class,
      DeviceVerb.Renew.class,
      BudgetVerb.OfDevice.class
    })
final class DeviceVerb {

  /** {@code device add AET}. */
  @Command(
      name = "add",
      description = {
        "Make a device's identity: AET.key.pem, AET.cert.pem and ca.pem in DIR.",
        "With --csr only the certificate is made; with --cert a certificate of its own is trusted."
      },
      mixinStandardHelpOptions = true)
  static final class Add implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Parameters(index = "0", paramLabel = "AET", description = "The device's AE title.")
    private String aet = "";

    @Option(
        names = "--can",
        split = ",",
        paramLabel = "VERB",
        description =
            "store, find, get, move, commit, find-all, worklist, worklist-all, mpps, hl7 (default:"
                + " store,commit).")
    private List<String> can = List.of("store", "commit");

    @Option(
        names = "--move-to",
        split = ",",
        paramLabel = "AET",
        description = "Where it may send to.")
    private List<String> moveTo = List.of();

    @Option(
        names = "--vouches",
        description = {
          "Take its word about who sits at it: a user identity of a name alone.",
          "For workstations that sign people in themselves."
        })
    private boolean vouches;

    @Option(
        names = "--out",
        required = true,
        paramLabel = "DIR",
        description = "Where the files go.")
    private Path out = Path.of(".");

    @Option(names = "--csr", paramLabel = "FILE", description = "Sign this request (PEM).")
    private @Nullable Path csr;

    @Option(names = "--cert", paramLabel = "FILE", description = "Trust this certificate (PEM).")
    private @Nullable Path cert;

    @Option(names = "--p12", description = "Also write AET.p12 and its password AET.p12.password.")
    private boolean p12;

    @Option(names = "--replace", description = "Replace the device that has this AE title.")
    private boolean replace;

    @Override
    public Integer call() throws IOException {
      if (csr != null && cert != null) {
        throw UserError.usage("--csr and --cert exclude each other", "");
      }
      // Before anything is issued: a key is handed over only once.
      checkFolder(out, aet, replace);
      ObjectNode arguments =
          Admin.arguments()
              .put("aet", aet)
              .put("replace", replace)
              .put("p12", p12)
              .put("vouches", vouches);
      strings(arguments.putArray("can"), can);
      strings(arguments.putArray("moveTo"), moveTo);
      if (csr != null) {
        arguments.put("csr", pem(csr));
      }
      if (cert != null) {
        arguments.put("cert", pem(cert));
      }
      writeIdentity(out, Admin.call(home.home(), "device.add", arguments));
      return 0;
    }
  }

  /** {@code device list}. */
  @Command(
      name = "list",
      description = "Every device, what it may do, and its certificates.",
      mixinStandardHelpOptions = true)
  static final class ListAll implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    @Override
    public Integer call() {
      JsonNode result = Admin.call(home.home(), "device.list", Admin.arguments());
      if (json) {
        Output.json(result);
        return 0;
      }
      List<List<String>> rows = new ArrayList<>();
      for (JsonNode device : result.path("devices")) {
        for (JsonNode certificate : device.path("certificates")) {
          rows.add(
              List.of(
                  device.path("aet").asString(),
                  Output.joined(device.path("can")),
                  certificate.path("serial").asString(),
                  certificate.path("status").asString(),
                  certificate.path("until").asString(),
                  BudgetVerb.shown(device)));
        }
      }
      Output.table(
          System.out, List.of("AET", "CAN", "SERIAL", "STATUS", "UNTIL", "PATIENTS SHOWN"), rows);
      return 0;
    }
  }

  /** {@code device revoke AET}. */
  @Command(
      name = "revoke",
      description = "Take an identity back: at once, open associations included.",
      mixinStandardHelpOptions = true)
  static final class Revoke implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Parameters(index = "0", paramLabel = "AET")
    private String aet = "";

    @Option(names = "--serial", description = "Only the certificate with this serial number.")
    private String serial = "";

    @Override
    public Integer call() {
      JsonNode result =
          Admin.call(
              home.home(),
              "device.revoke",
              Admin.arguments().put("aet", aet).put("serial", serial));
      System.out.println(
          "revoked "
              + aet
              + ": "
              + result.path("certificates").asInt()
              + " certificate(s), "
              + result.path("associations").asInt()
              + " open association(s) ended");
      return 0;
    }
  }

  /** {@code device renew AET}. */
  @Command(
      name = "renew",
      description = "A new certificate; the old one stays valid for 30 days.",
      mixinStandardHelpOptions = true)
  static final class Renew implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Parameters(index = "0", paramLabel = "AET")
    private String aet = "";

    @Option(names = "--out", required = true, paramLabel = "DIR")
    private Path out = Path.of(".");

    @Option(names = "--csr", paramLabel = "FILE", description = "Sign this request (PEM).")
    private @Nullable Path csr;

    @Override
    public Integer call() throws IOException {
      checkFolder(out, aet, true);
      ObjectNode arguments = Admin.arguments().put("aet", aet);
      if (csr != null) {
        arguments.put("csr", pem(csr));
      }
      writeIdentity(out, Admin.call(home.home(), "device.renew", arguments));
      return 0;
    }
  }

  private static void checkFolder(Path folder, String aet, boolean replace) throws IOException {
    try {
      IdentityFiles.check(folder, aet, replace);
    } catch (FileAlreadyExistsException e) {
      throw UserError.refused(
          e.getFile() + " is there already", "choose another --out, or move it away");
    }
  }

  private static void strings(ArrayNode array, List<String> values) {
    values.forEach(array::add);
  }

  private static String pem(Path file) throws IOException {
    if (Files.size(file) > 65_536) {
      throw UserError.usage(file + " is too large for a PEM file", "");
    }
    return Files.readString(file);
  }

  /** Writes the files of an answer, each 0600, and names them. */
  static void writeIdentity(Path folder, JsonNode result) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (JsonNode file : result.path("files")) {
      files.put(
          file.path("name").asString(),
          Base64.getDecoder().decode(file.path("content").asString()));
    }
    Path authority = folder.resolve(IdentityFiles.AUTHORITY);
    byte @Nullable [] ours = files.get(IdentityFiles.AUTHORITY);
    if (Files.exists(authority) && !Arrays.equals(Files.readAllBytes(authority), ours)) {
      throw UserError.refused(
          authority + " is of another archive, so nothing was written",
          "repeat with --replace and another --out: the device is known already");
    }
    IdentityFiles.write(folder, files, true);
    files.keySet().forEach(name -> System.out.println(folder.resolve(name)));
    System.err.println(
        result.path("aet").asString()
            + " may "
            + Output.joined(result.path("can"))
            + ", valid until "
            + result.path("until").asString());
  }
}
