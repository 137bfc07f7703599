package huisclos.app.backup;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one backup consists of.
 *
 * @param number of the backup in its set, from 1
 * @param at when its final phase began
 * @param siteKey id of the site key that wraps its key ring
 * @param phrase whether the set holds that key sealed by a recovery phrase
 * @param destroyed how many study keys had been destroyed
 * @param instances how many instances the index named
 * @param ring the key ring
 * @param index the index, sealed
 * @param small settings, the authority's keys and the trail's edge, a sealed pack
 * @param containers objects and quarantined objects
 * @param trail the complete part of the logs, in sealed packs
 */
record Manifest(
    int number,
    Instant at,
    String siteKey,
    boolean phrase,
    long destroyed,
    long instances,
    Stored ring,
    Stored index,
    Stored small,
    List<Stored> containers,
    List<TrailPack> trail) {
  private static final int VERSION = 1;
  private static final JsonMapper JSON = new JsonMapper();

  Manifest {
    containers = List.copyOf(containers);
    trail = List.copyOf(trail);
  }

  /**
   * The complete tiles of one log between two sizes.
   *
   * @param log its id
   * @param from how many records the log had before
   * @param to and then
   * @param pack the sealed pack
   */
  record TrailPack(String log, long from, long to, Stored pack) {}

  /** Every file that it needs, the key ring included. */
  Stream<Stored> files() {
    return Stream.of(
            Stream.of(ring, index, small), containers.stream(), trail.stream().map(TrailPack::pack))
        .flatMap(s -> s);
  }

  byte[] encode() {
    ObjectNode node = JSON.createObjectNode();
    node.put("version", VERSION).put("number", number).put("at", at.toString());
    node.put("siteKey", siteKey).put("phrase", phrase).put("destroyed", destroyed);
    node.put("instances", instances);
    ring.write(node.putObject("ring"));
    index.write(node.putObject("index"));
    small.write(node.putObject("small"));
    write(containers, node.putArray("containers"));
    ArrayNode packs = node.putArray("trail");
    for (TrailPack pack : trail) {
      ObjectNode one = packs.addObject();
      one.put("log", pack.log).put("from", pack.from).put("to", pack.to);
      pack.pack.write(one.putObject("pack"));
    }
    return JSON.writeValueAsBytes(node);
  }

  /**
   * Reads what {@link #encode} gave.
   *
   * @throws IllegalArgumentException if it is of another version or form
   */
  static Manifest decode(byte[] bytes) {
    JsonNode node = JSON.readTree(bytes);
    if (node.path("version").asInt(0) != VERSION) {
      throw new IllegalArgumentException("a manifest of another version");
    }
    List<TrailPack> trail = new ArrayList<>();
    for (JsonNode one : node.path("trail")) {
      trail.add(
          new TrailPack(
              one.path("log").asString(""),
              one.path("from").asLong(0),
              one.path("to").asLong(0),
              Stored.read(one.path("pack"))));
    }
    return new Manifest(
        node.path("number").asInt(0),
        Instant.parse(node.path("at").asString("")),
        node.path("siteKey").asString(""),
        node.path("phrase").asBoolean(false),
        node.path("destroyed").asLong(0),
        node.path("instances").asLong(0),
        Stored.read(node.path("ring")),
        Stored.read(node.path("index")),
        Stored.read(node.path("small")),
        read(node.path("containers")),
        trail);
  }

  static void write(List<Stored> files, ArrayNode to) {
    files.forEach(file -> file.write(to.addObject()));
  }

  static List<Stored> read(JsonNode files) {
    List<Stored> read = new ArrayList<>();
    files.forEach(file -> read.add(Stored.read(file)));
    return read;
  }
}
