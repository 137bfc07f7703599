package huisclos.app.home;

import huisclos.app.UserError;
import huisclos.app.backup.BackupOrder;
import huisclos.archive.Reserve;
import huisclos.desk.web.WebLimits;
import huisclos.dicom.Uid;
import huisclos.gate.TokenIssuer;
import huisclos.gate.WebSettings;
import huisclos.vault.SiteKeySource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;

/**
 * What {@code huisclos.toml} says, checked key by key.
 *
 * @param dicom where the DICOM door listens
 * @param names further names for the server's certificates
 * @param aet the archive's AE title
 * @param issuer the default issuer of Patient ID; empty when none is set
 * @param privateSopClasses private storage SOP classes that are taken too
 * @param generalSopClasses storage SOP classes whose specialisations are taken too
 * @param keeping how long what is kept, and how much of the disk stays free
 * @param siteKey where the site key is kept; empty for the home
 * @param tokens whose tokens are believed
 * @param orders how orders come and how long they are kept
 * @param alertCommand the program that is told of alerts; empty for none
 * @param backups what is backed up by itself
 * @param web the web door
 */
public record Settings(
    InetSocketAddress dicom,
    List<String> names,
    String aet,
    String issuer,
    Set<String> privateSopClasses,
    Set<String> generalSopClasses,
    Keeping keeping,
    String siteKey,
    Optional<TokenIssuer> tokens,
    Ordering orders,
    String alertCommand,
    Backup backups,
    WebDoorSettings web,
    OutsideSettings outside) {
  /**
   * What is backed up by itself.
   *
   * @param to the folder; empty where nothing is
   * @param every how long after one backup the next is made
   * @param keep how many can be restored
   */
  public record Backup(Optional<Path> to, Duration every, int keep) {}

  /**
   * How orders come and how long they are kept.
   *
   * @param hl7 where the HL7 door listens; empty where there is none
   * @param stations which stations perform a modality, for orders that name none
   * @param expireDays how long past its date an entry is kept
   */
  public record Ordering(
      Optional<InetSocketAddress> hl7, Map<String, List<String>> stations, int expireDays) {}

  /**
   * How long what is kept.
   *
   * @param reserve what stays free of the disk
   * @param keepDays for how many days something deleted can be restored
   * @param applyRetention whether the server itself deletes what has expired
   * @param scrubRate MB a second that are read in the background to see whether all is whole
   */
  public record Keeping(Reserve reserve, int keepDays, boolean applyRetention, int scrubRate) {}

  private static final int MAX_DAYS = 3650;
  private static final int DEFAULT_DAYS = 30;
  private static final int MAX_RATE = 10_000;
  private static final int DEFAULT_SCRUB_RATE = 5;
  private static final int MAX_SPAN_DAYS = 366;
  private static final Pattern SPAN = Pattern.compile("([0-9]{1,4}) ?(hours?|h|days?|d)");
  private static final Reserve DEFAULT_RESERVE = Reserve.parse("1 GB or 2 %").orElseThrow();

  /** The file is a page of settings; a larger one is not ours. */
  private static final long MAX_BYTES = 1 << 20;

  private static final int MAX_AE_TITLE = 16;

  /** The settings of a home; the defaults where it has no file. */
  public static Settings read(Home home) {
    if (!Files.exists(home.settings())) {
      return parse("", home.settings());
    }
    try {
      if (Files.size(home.settings()) > MAX_BYTES) {
        throw UserError.usage(
            home.settings() + " is larger than 1 MiB", "it should hold settings only");
      }
      return parse(Files.readString(home.settings()), home.settings());
    } catch (IOException e) {
      throw UserError.refused(
          home.settings() + " can't be read", "check that it is UTF-8 and readable");
    }
  }

  /** Parses the text of a settings file; {@code file} is only named in errors. */
  public static Settings parse(String text, Path file) {
    TomlParseResult toml = Toml.parse(text);
    if (toml.hasErrors()) {
      var first = toml.errors().getFirst();
      throw UserError.usage(
          file + ":" + first.position().line() + ": not valid TOML: " + first.getMessage(), "");
    }
    for (String key : toml.dottedKeySet(true)) {
      if (Setting.of(key).isEmpty() && !Setting.isTable(key)) {
        throw wrong(
            file,
            toml,
            key,
            "unknown setting " + key,
            "did you mean " + Setting.nearest(key) + "?");
      }
    }
    Map<Setting, Object> values = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      Object value = toml.get(setting.key());
      if (value != null) {
        values.put(setting, checked(setting, value, file, toml));
      }
    }
    return new Settings(
        (InetSocketAddress) values.getOrDefault(Setting.LISTEN_DICOM, loopback(2762)),
        strings(values.get(Setting.LISTEN_NAMES)),
        (String) values.getOrDefault(Setting.ARCHIVE_AET, "HUISCLOS"),
        (String) values.getOrDefault(Setting.ARCHIVE_ISSUER, ""),
        Set.copyOf(strings(values.get(Setting.ARCHIVE_PRIVATE_SOP_CLASSES))),
        Set.copyOf(strings(values.get(Setting.ARCHIVE_GENERAL_SOP_CLASSES))),
        new Keeping(
            (Reserve) values.getOrDefault(Setting.ARCHIVE_RESERVE, DEFAULT_RESERVE),
            (Integer) values.getOrDefault(Setting.DELETE_KEEP_DAYS, DEFAULT_DAYS),
            (Boolean) values.getOrDefault(Setting.RETENTION_APPLY, false),
            (Integer) values.getOrDefault(Setting.ARCHIVE_SCRUB_RATE, DEFAULT_SCRUB_RATE)),
        (String) values.getOrDefault(Setting.KEYS_SITE_KEY, ""),
        tokens(values, file),
        new Ordering(
            Optional.ofNullable((InetSocketAddress) values.get(Setting.LISTEN_HL7)),
            stations(strings(values.get(Setting.WORKLIST_STATIONS)), file),
            Math.max(1, (Integer) values.getOrDefault(Setting.WORKLIST_EXPIRE_DAYS, DEFAULT_DAYS))),
        (String) values.getOrDefault(Setting.ALERTS_COMMAND, ""),
        new Backup(
            backupFolder((String) values.getOrDefault(Setting.BACKUP_TO, ""), file),
            (Duration) values.getOrDefault(Setting.BACKUP_EVERY, Duration.ofDays(1)),
            (Integer) values.getOrDefault(Setting.BACKUP_KEEP, BackupOrder.DEFAULT_KEEP)),
        WebDoorSettings.of(
            (InetSocketAddress) values.getOrDefault(Setting.LISTEN_HTTPS, loopback(8443)),
            (String) values.getOrDefault(Setting.HTTPS_NAME, ""),
            strings(values.get(Setting.HTTPS_ORIGINS)),
            (String) values.getOrDefault(Setting.HTTPS_CERTIFICATE, ""),
            (String) values.getOrDefault(Setting.HTTPS_KEY, ""),
            new WebDoorSettings.Session(
                (Duration) values.getOrDefault(Setting.HTTPS_IDLE, WebSettings.USUAL.idle()),
                (Duration)
                    values.getOrDefault(Setting.HTTPS_SESSION, WebSettings.USUAL.absolute())),
            new WebDoorSettings.Connections(
                (Integer)
                    values.getOrDefault(Setting.HTTPS_CONNECTIONS, WebLimits.DEFAULT.connections()),
                (Duration) values.getOrDefault(Setting.HTTPS_QUIET, WebLimits.DEFAULT.quiet())),
            file),
        OutsideSettings.of(values, file));
  }

  /** Every name for the server's certificates beside the machine's own. */
  public List<String> allNames() {
    return Stream.concat(names.stream(), web.name().stream()).distinct().toList();
  }

  /** The same settings with another DICOM address. */
  public Settings withDicom(InetSocketAddress address) {
    return with(address, web);
  }

  /** The same settings with another address of the web door. */
  public Settings withHttps(InetSocketAddress address) {
    return with(dicom, web.at(address));
  }

  private Settings with(InetSocketAddress dicomAddress, WebDoorSettings webSettings) {
    return new Settings(
        dicomAddress,
        names,
        aet,
        issuer,
        privateSopClasses,
        generalSopClasses,
        keeping,
        siteKey,
        tokens,
        orders,
        alertCommand,
        backups,
        webSettings,
        outside);
  }

  private static Optional<Path> backupFolder(String text, Path file) {
    if (!text.isEmpty() && !text.startsWith("/")) {
      throw UserError.usage(
          file + ": backup.to must be an absolute path", "for example \"/media/disk/backup\"");
    }
    return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text).normalize());
  }

  /** Hours or days, from an hour to a year. */
  private static Optional<Duration> span(String text) {
    Matcher span = SPAN.matcher(text.strip());
    if (!span.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(span.group(1));
    Duration length =
        span.group(2).startsWith("h") ? Duration.ofHours(number) : Duration.ofDays(number);
    return Optional.of(length).filter(d -> d.toHours() >= 1 && d.toDays() <= MAX_SPAN_DAYS);
  }

  private static Map<String, List<String>> stations(List<String> lines, Path file) {
    Map<String, List<String>> stations = new HashMap<>();
    for (String line : lines) {
      int at = line.indexOf('=');
      List<String> titles =
          Arrays.stream(line.substring(at + 1).split(",", -1)).map(String::strip).toList();
      if (at < 1 || !titles.stream().allMatch(Settings::isAeTitle)) {
        throw UserError.usage(
            file + ": worklist.stations holds something that is no MODALITY=TITLE,…",
            "for example \"CT=CT1,CT2\"");
      }
      stations.put(line.substring(0, at).strip(), titles);
    }
    return Map.copyOf(stations);
  }

  /** An address on the loopback interface. */
  public static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** All three or none: half of it would look like a door that is kept. */
  private static Optional<TokenIssuer> tokens(Map<Setting, Object> values, Path file) {
    String issuer = (String) values.getOrDefault(Setting.IDENTITY_ISSUER, "");
    String audience = (String) values.getOrDefault(Setting.IDENTITY_AUDIENCE, "");
    String jwks = (String) values.getOrDefault(Setting.IDENTITY_JWKS, "");
    if (issuer.isBlank() && audience.isBlank() && jwks.isBlank()) {
      return Optional.empty();
    }
    if (issuer.isBlank() || audience.isBlank() || jwks.isBlank()) {
      throw UserError.usage(
          file + ": [identity] needs issuer, audience and jwks together",
          "set the missing one, or none of them");
    }
    return Optional.of(new TokenIssuer(issuer, audience, Path.of(jwks)));
  }

  /**
   * Where the site key is kept.
   *
   * @throws UserError if the setting names no such place
   */
  public SiteKeySource siteKeySource() {
    try {
      return SiteKeySource.parse(siteKey);
    } catch (IllegalArgumentException e) {
      throw UserError.usage("[keys] site_key: " + e.getMessage(), "see docs/settings.md");
    }
  }

  private static Object checked(Setting setting, Object value, Path file, TomlParseResult toml) {
    String key = setting.key();
    return switch (setting.kind()) {
      case STRING -> text(value, setting, file, toml);
      case AE_TITLE -> {
        String title = text(value, setting, file, toml);
        if (!isAeTitle(title)) {
          throw wrong(
              file,
              toml,
              key,
              key + " is no AE title",
              "1 to 16 printable ASCII characters, no backslash");
        }
        yield title;
      }
      case RESERVE ->
          Reserve.parse(text(value, setting, file, toml))
              .orElseThrow(() -> mustBe(setting, "an amount or a share", file, toml));
      case DAYS -> {
        if (value instanceof Long days && days >= 0 && days <= MAX_DAYS) {
          yield days.intValue();
        }
        throw mustBe(setting, "a number of days", file, toml);
      }
      case RATE -> {
        if (value instanceof Long rate && rate >= 0 && rate <= MAX_RATE) {
          yield rate.intValue();
        }
        throw mustBe(setting, "a number of megabytes a second", file, toml);
      }
      case SPAN ->
          span(text(value, setting, file, toml))
              .orElseThrow(() -> mustBe(setting, "1 hour to 366 days", file, toml));
      case SESSION ->
          WebDoorSettings.Session.span(text(value, setting, file, toml))
              .orElseThrow(() -> mustBe(setting, "10 seconds to 24 hours", file, toml));
      case COPIES -> {
        if (value instanceof Long copies && copies >= 1 && copies <= BackupOrder.MAX_KEEP) {
          yield copies.intValue();
        }
        throw mustBe(setting, "a number of backups", file, toml);
      }
      case CONNECTIONS -> {
        if (value instanceof Long most && WebDoorSettings.Connections.holds(most)) {
          yield most.intValue();
        }
        throw mustBe(setting, "a number of connections", file, toml);
      }
      case FLAG -> {
        if (value instanceof Boolean flag) {
          yield flag;
        }
        throw mustBe(setting, "true or false", file, toml);
      }
      case ADDRESS -> address(text(value, setting, file, toml), setting, file, toml);
      case STRINGS -> texts(value, setting, file, toml);
      case UIDS -> {
        List<String> uids = texts(value, setting, file, toml);
        for (String uid : uids) {
          if (!Uid.isValid(uid)) {
            throw wrong(
                file,
                toml,
                key,
                key + " holds something that is no UID",
                "digits and dots, at most 64");
          }
        }
        yield uids;
      }
    };
  }

  /**
   * Whether a title fits PS3.5 §6.2 (AE): up to 16 printable characters, no backslash, not only
   * spaces.
   */
  public static boolean isAeTitle(String title) {
    return !title.isBlank()
        && title.length() <= MAX_AE_TITLE
        && title.equals(title.strip())
        && title.chars().allMatch(c -> c >= 0x20 && c < 0x7f && c != '\\');
  }

  private static String text(Object value, Setting setting, Path file, TomlParseResult toml) {
    if (value instanceof String text) {
      return text;
    }
    throw wrong(
        file,
        toml,
        setting.key(),
        setting.key() + " must be text",
        "write it as " + setting.kind().form);
  }

  private static List<String> texts(
      Object value, Setting setting, Path file, TomlParseResult toml) {
    List<String> texts = new ArrayList<>();
    if (value instanceof TomlArray array) {
      for (int i = 0; i < array.size(); i++) {
        texts.add(text(array.get(i), setting, file, toml));
      }
      return List.copyOf(texts);
    }
    throw wrong(
        file,
        toml,
        setting.key(),
        setting.key() + " must be a list",
        "write it as " + setting.kind().form);
  }

  private static InetSocketAddress address(
      String text, Setting setting, Path file, TomlParseResult toml) {
    int colon = text.lastIndexOf(':');
    String host = colon < 1 ? "" : text.substring(0, colon);
    String port = colon < 0 ? "" : text.substring(colon + 1);
    if (host.isEmpty() || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65535) {
      throw wrong(
          file,
          toml,
          setting.key(),
          setting.key() + " must be ADDRESS:PORT",
          "for example \"192.168.1.20:2762\"");
    }
    try {
      return new InetSocketAddress(InetAddress.getByName(host), Integer.parseInt(port));
    } catch (UnknownHostException e) {
      throw wrong(
          file,
          toml,
          setting.key(),
          setting.key() + " names an unknown host",
          "write its IP address");
    }
  }

  @SuppressWarnings("unchecked") // texts() put a List<String> there
  static List<String> strings(@org.jspecify.annotations.Nullable Object value) {
    return value == null ? List.of() : (List<String>) value;
  }

  private static UserError mustBe(Setting setting, String what, Path file, TomlParseResult toml) {
    return wrong(
        file,
        toml,
        setting.key(),
        setting.key() + " must be " + what,
        "write it as " + setting.kind().form);
  }

  private static UserError wrong(
      Path file, TomlParseResult toml, String key, String what, String fix) {
    TomlPosition at = toml.inputPositionOf(key);
    return UserError.usage(file + (at == null ? "" : ":" + at.line()) + ": " + what, fix);
  }
}
