package huisclos.gate;

import huisclos.trail.Action;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.TrailEntry;
import huisclos.trail.TrailFilter;
import huisclos.trail.TrailReader;
import huisclos.trail.TrailRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Makes registers agree with what is on record of whom they let in: a revocation, suspension or
 * removal that is on the trail and not in the register (which an older copy of it would bring back
 * to life) is done again. What was let in since is not: it is named, to be added again. For the
 * moment before the doors open; used by one thread.
 */
public final class Withdrawals {
  /** What was let in since, at most so many names each. */
  public static final int MAX_NAMED = 1_000;

  /** What a replacement says of itself on the trail: the earlier certificates were revoked. */
  static final String REPLACES = "replaces";

  private static final String VOUCHES = "vouches";
  private static final String VOUCHES_NO_MORE = "vouches-no-more";

  /**
   * What a register lacked.
   *
   * @param devices devices that were shut out again
   * @param people people who were shut out again
   * @param peers peers that were removed again
   * @param unknownDevices devices on record as added or renewed whose certificate isn't known
   * @param unknownPeople people on record as added who aren't known
   * @param unknownPeers peers on record as added that aren't known
   */
  public record Report(
      List<String> devices,
      List<String> people,
      List<String> peers,
      List<String> unknownDevices,
      List<String> unknownPeople,
      List<String> unknownPeers) {
    public Report {
      devices = List.copyOf(devices);
      people = List.copyOf(people);
      peers = List.copyOf(peers);
      unknownDevices = List.copyOf(unknownDevices);
      unknownPeople = List.copyOf(unknownPeople);
      unknownPeers = List.copyOf(unknownPeers);
    }

    /** Whether registers and record agreed. */
    public boolean clean() {
      return shutOut() == 0
          && unknownDevices.isEmpty()
          && unknownPeople.isEmpty()
          && unknownPeers.isEmpty();
    }

    /** How many were shut out again. */
    public int shutOut() {
      return devices.size() + people.size() + peers.size();
    }
  }

  private final DeviceRegistry devices;
  private final UserRegistry people;
  private final DestinationRegistry peers;
  private final RecordStore records;

  private final List<TrailRecord> acts = new ArrayList<>();
  private final Set<String> failed = new HashSet<>();
  private final Map<String, Integer> born = new HashMap<>();
  private final Set<String> shutDevices = new TreeSet<>();
  private final Set<String> shutPeople = new TreeSet<>();
  private final Set<String> shutPeers = new TreeSet<>();

  /** For these registers. */
  public Withdrawals(
      DeviceRegistry devices, UserRegistry people, DestinationRegistry peers, RecordStore records) {
    this.records = records;
    this.devices = devices;
    this.people = people;
    this.peers = peers;
  }

  /**
   * Does again what is on record from these indexes on.
   *
   * @param from by log id; a log that isn't named is read from its start
   * @throws IOException if the trail can't be read: nobody can say then who was shut out
   */
  public Report replay(Path trailDir, Map<String, Long> from) throws IOException {
    TrailFilter filter =
        TrailFilter.all()
            .of(
                Set.of(
                    Action.DEVICE_ADD,
                    Action.DEVICE_RENEW,
                    Action.DEVICE_REVOKE,
                    Action.USER_ADD,
                    Action.USER_SUSPEND,
                    Action.USER_RESUME,
                    Action.USER_REMOVE,
                    Action.USER_ROLES,
                    Action.SHARE_REVOKE,
                    Action.BREAK_GLASS_END,
                    Action.PEER_ADD,
                    Action.PEER_REMOVE));
    try (Stream<TrailEntry> entries = TrailReader.since(trailDir, from, filter)) {
      for (Iterator<TrailEntry> i = entries.iterator(); i.hasNext(); ) {
        take(i.next().record());
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (int i = 0; i < acts.size(); i++) {
      again(acts.get(i), i);
    }
    return new Report(
        List.copyOf(shutDevices),
        List.copyOf(shutPeople),
        List.copyOf(shutPeers),
        unknownDevices(),
        unknown(Action.USER_ADD, Action.USER_REMOVE, name -> people.user(name).isPresent()),
        unknown(Action.PEER_ADD, Action.PEER_REMOVE, aet -> peers.destination(aet).isPresent()));
  }

  private void take(TrailRecord record) {
    String fingerprint = fact(record, Fact.FINGERPRINT);
    boolean device = record.action() == Action.DEVICE_ADD || record.action() == Action.DEVICE_RENEW;
    if (record.outcome() != Outcome.DONE) {
      failed.add(fingerprint);
      return;
    }
    if (device && !fingerprint.isEmpty()) {
      born.put(fingerprint, acts.size());
    }
    acts.add(record);
  }

  private static String fact(TrailRecord record, Fact fact) {
    return Optional.ofNullable(record.facts().get(fact)).orElse("");
  }

  private void again(TrailRecord act, int order) {
    String target = fact(act, Fact.TARGET);
    switch (act.action()) {
      case DEVICE_REVOKE -> {
        String serial = fact(act, Fact.SERIAL);
        revoke(
            act.time(),
            order,
            c -> serial.isEmpty() ? c.aet().equals(target) : c.serial().equals(serial));
      }
      case DEVICE_ADD -> {
        String fingerprint = fact(act, Fact.FINGERPRINT);
        if (fact(act, Fact.REASON).equals(REPLACES) && !failed.contains(fingerprint)) {
          revoke(
              act.time(),
              order,
              c -> c.aet().equals(target) && !c.fingerprint().equals(fingerprint));
        }
        if (fact(act, Fact.GRANTS).equals(VOUCHES_NO_MORE)) {
          vouchNoMore(target, order);
        }
      }
      case USER_SUSPEND -> suspend(target, act.time(), order);
      case USER_ROLES -> narrow(act, target, order);
      case SHARE_REVOKE -> close(Shares.KIND, target, fact(act, Fact.SHARES));
      case BREAK_GLASS_END -> close(BreakGlass.KIND, target, fact(act, Fact.BREAK_GLASS));
      case USER_REMOVE -> {
        if (people.user(target).filter(u -> !u.added().isAfter(act.time())).isPresent()
            && people.remove(target)) {
          shutPeople.add(target);
        }
      }
      case PEER_REMOVE -> {
        if (peers.destination(target).filter(p -> !p.added().isAfter(act.time())).isPresent()
            && peers.remove(target)) {
          shutPeers.add(target);
        }
      }
      default -> {
        // Letting somebody in is not done again: the record doesn't hold all that it takes.
      }
    }
  }

  private void revoke(Instant at, int order, Predicate<DeviceCertificate> which) {
    for (DeviceCertificate certificate : devices.certificates()) {
      boolean later = born.getOrDefault(certificate.fingerprint(), -1) > order;
      if (which.test(certificate)
          && !later
          && certificate.revokedAt().isEmpty()
          && devices.revokeSerial(certificate.serial(), at) == DeviceRegistry.Change.DONE) {
        shutDevices.add(certificate.aet());
      }
    }
  }

  /** Unless somebody let the person in again since. */
  private void suspend(String name, Instant at, int order) {
    boolean resumed =
        acts.subList(order + 1, acts.size()).stream()
            .anyMatch(a -> a.action() == Action.USER_RESUME && fact(a, Fact.TARGET).equals(name));
    boolean open =
        people
            .user(name)
            .filter(u -> !u.added().isAfter(at) && u.suspendedAt().isEmpty())
            .isPresent();
    if (open && !resumed && people.suspend(name, Optional.of(at))) {
      shutPeople.add(name);
    }
  }

  /** Roles that the last change on record doesn't name are taken away. */
  private void narrow(TrailRecord act, String name, int order) {
    boolean later =
        acts.subList(order + 1, acts.size()).stream()
            .anyMatch(a -> a.action() == Action.USER_ROLES && fact(a, Fact.TARGET).equals(name));
    Optional<User> user = people.user(name).filter(u -> !u.added().isAfter(act.time()));
    if (later || user.isEmpty()) {
      return;
    }
    Set<String> stated = Set.of(fact(act, Fact.GRANTS).split(","));
    Set<Role> left = EnumSet.noneOf(Role.class);
    user.get().roles().stream().filter(r -> stated.contains(r.word())).forEach(left::add);
    if (left.size() < user.get().roles().size()
        && people.roles(name, left, user.get().physicians())) {
      shutPeople.add(name);
    }
  }

  private void close(String kind, String person, String id) {
    if (!id.isEmpty() && records.remove(kind, person + '\\' + id)) {
      shutPeople.add(person);
    }
  }

  private void vouchNoMore(String aet, int order) {
    boolean again =
        acts.subList(order + 1, acts.size()).stream()
            .anyMatch(
                a -> fact(a, Fact.TARGET).equals(aet) && fact(a, Fact.GRANTS).equals(VOUCHES));
    if (!again && people.vouches(aet)) {
      people.setVouching(aet, false);
      shutDevices.add(aet);
    }
  }

  private List<String> unknownDevices() {
    Set<String> unknown = new TreeSet<>();
    for (TrailRecord act : acts) {
      String fingerprint = fact(act, Fact.FINGERPRINT);
      boolean lets = act.action() == Action.DEVICE_ADD || act.action() == Action.DEVICE_RENEW;
      if (lets
          && !fingerprint.isEmpty()
          && !failed.contains(fingerprint)
          && unknown.size() < MAX_NAMED
          && devices.certificate(fingerprint).isEmpty()) {
        unknown.add(fact(act, Fact.TARGET));
      }
    }
    return List.copyOf(unknown);
  }

  private List<String> unknown(Action added, Action removed, Predicate<String> known) {
    Set<String> names = new TreeSet<>();
    for (TrailRecord act : acts) {
      String name = fact(act, Fact.TARGET);
      if (act.action() == added && names.size() < MAX_NAMED) {
        names.add(name);
      } else if (act.action() == removed) {
        names.remove(name);
      }
    }
    names.removeIf(known);
    return List.copyOf(names);
  }
}
