package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.gate.BreakGlass;
import huisclos.gate.Decision;
import huisclos.gate.Identity;
import huisclos.gate.Narrowed;
import huisclos.gate.Pass;
import huisclos.gate.PatientKey;
import huisclos.gate.Request;
import huisclos.gate.Role;
import huisclos.gate.Shares;
import huisclos.gate.UserAdmin;
import huisclos.trail.Action;
import huisclos.trail.Actor;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is opened to a person is found and fetched by them, on record, and not a moment longer. */
class OpenerTest {
  @TempDir Path folder;

  private static Identity person(Site site, String name, Role role, String physician)
      throws Exception {
    Set<String> physicians = physician.isEmpty() ? Set.of() : Set.of(physician);
    var order = new UserAdmin.Order(name, "", Set.of(), Set.of(role), physicians, Set.of());
    assertThat(site.gate.users().add(order, Optional.empty(), "root")).isEmpty();
    return Narrowed.person(
        site.gate.users().list().stream()
            .filter(u -> u.name().equals(name))
            .findFirst()
            .orElseThrow());
  }

  private static int seen(Site site, Identity who, String study) throws IOException {
    DataSet keys = Made.keys(Tag.STUDY_INSTANCE_UID, study);
    Query query = new Query(Level.STUDY, Root.STUDY, keys);
    FindOutcome.Found found =
        (FindOutcome.Found) site.archive.find(site.pass(who, new Request.Find(true)), query);
    int fetched = site.select(site.pass(who, new Request.Get()), Level.STUDY, study).size();
    assertThat(fetched).as("what is found is fetched").isEqualTo(found.rows().size());
    return fetched;
  }

  @Test
  void sharedAndOpenedInAnEmergency() throws Exception {
    try (Site site = new Site(folder);
        SqliteUserRegistry people = SqliteUserRegistry.open(folder)) {
      site.gate.acceptUsers(people, new Site.PlainKeys(), Optional.empty());
      for (int patient = 1; patient <= 3; patient++) {
        site.store(Made.ct(patient, 1, 1, 1));
      }
      Identity rita = person(site, "rita", Role.REFERRER, "Referrer1^Rita");
      Identity raoul = person(site, "raoul", Role.REFERRER, "Referrer2^Rita");
      String hers = Made.study(1, 1);
      String his = Made.study(2, 1);
      String nobodys = Made.study(3, 1);
      assertThat(List.of(seen(site, rita, hers), seen(site, raoul, hers))).containsExactly(1, 0);

      Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
      assertThat(site.archive.share(site.pass(rita, new Request.Share()), his, "rita", tomorrow))
          .as("nobody shares what isn't theirs")
          .isEmpty();
      Shares.Result.Done shared =
          (Shares.Result.Done)
              site.archive
                  .share(site.pass(rita, new Request.Share()), hers, "raoul", tomorrow)
                  .orElseThrow();
      assertThat(seen(site, raoul, hers)).isEqualTo(1);
      assertThat(site.archive.share(site.pass(raoul, new Request.Share()), hers, "rita", tomorrow))
          .as("nor passes on what was shared")
          .isEmpty();
      assertThat(site.records())
          .filteredOn(r -> shared.share().id().equals(r.facts().get(Fact.SHARES)))
          .extracting(r -> r.action().name() + " " + r.actor().id())
          .containsExactly("SHARE rita", "QUERY raoul", "RETRIEVE raoul");
      site.gate.users().suspend("rita", "root");
      assertThat(seen(site, raoul, hers)).as("no longer than its sharer").isZero();
      site.gate.users().resume("rita", "root");
      assertThat(seen(site, raoul, hers)).isEqualTo(1);
      site.gate.shares().revoke(shared.share().id(), Actor.operator("root"));
      assertThat(seen(site, raoul, hers)).isZero();

      assertThat(
              site.archive.breakGlass(site.pass(raoul, new Request.BreakGlass()), nobodys, " x "))
          .isEqualTo(new Emergency.NoReason());
      assertThat(
              site.archive.breakGlass(
                  site.pass(raoul, new Request.BreakGlass()),
                  new PatientKey("PID000099", ""),
                  "bleeding"))
          .isEqualTo(new Emergency.Unknown());
      Emergency.Opened opened =
          (Emergency.Opened)
              site.archive.breakGlass(
                  site.pass(raoul, new Request.BreakGlass()),
                  new PatientKey("PID000003", ""),
                  "bleeding");
      assertThat(opened.glass().until()).isBeforeOrEqualTo(Instant.now().plus(BreakGlass.LASTS));
      assertThat(List.of(seen(site, raoul, nobodys), seen(site, rita, nobodys)))
          .containsExactly(1, 0);
      assertThat(site.records())
          .filteredOn(r -> r.action() == Action.BREAK_GLASS)
          .allMatch(r -> r.sealed().isPresent());
      site.gate.breakGlass().end(opened.glass().id(), Actor.operator("root"));
      assertThat(seen(site, raoul, nobodys)).isZero();
      site.gate.users().roles("raoul", Set.of(Role.KEEPER), Set.of(), "root");
      assertThat(site.gate.decide(raoul, new Request.Get())).isInstanceOf(Decision.Denied.class);
    }
  }

  /** An answer may be long under way: what was granted when it began is looked at again. */
  @Test
  void whatIsTakenBackStopsWhileItLeaves() throws Exception {
    try (Site site = new Site(folder);
        SqliteUserRegistry people = SqliteUserRegistry.open(folder)) {
      site.gate.acceptUsers(people, new Site.PlainKeys(), Optional.empty());
      String study = Made.study(1, 1);
      for (int n = 1; n <= 3; n++) {
        site.store(Made.ct(1, 1, 1, n));
      }
      site.store(Made.ct(2, 1, 1, 1));
      Identity rita = person(site, "rita", Role.RADIOLOGIST, "");
      Identity raoul = person(site, "raoul", Role.REFERRER, "Other^Raoul");
      String share = share(site, rita, study);

      Pass his = site.pass(raoul, new Request.Get());
      List<StoredInstance> toHim = site.select(his, Level.STUDY, study);
      assertThat(site.archive.open(his, toHim.get(0)).readAllBytes()).isNotEmpty();
      share(site, rita, Made.study(2, 1));
      assertThat(site.archive.open(his, toHim.get(1)).readAllBytes())
          .as("something more is open to him")
          .isNotEmpty();
      site.gate.shares().revoke(share, Actor.operator("root"));
      assertThatThrownBy(() -> site.archive.open(his, toHim.get(2)))
          .isInstanceOf(ArchiveException.class);

      Pass hers = site.pass(rita, new Request.Get());
      List<StoredInstance> toHer = site.select(hers, Level.STUDY, study);
      assertThat(site.archive.open(hers, toHer.get(0)).readAllBytes()).isNotEmpty();
      site.gate.users().suspend("rita", "root");
      for (int n = 1; n <= 2; n++) {
        StoredInstance next = toHer.get(n);
        assertThatThrownBy(() -> site.archive.open(hers, next))
            .isInstanceOf(ArchiveException.class);
      }
      assertThat(site.records())
          .filteredOn(r -> r.action() == Action.RETRIEVE && r.outcome() == Outcome.REFUSED)
          .as("on record, once")
          .extracting(r -> r.actor().id())
          .containsExactly("rita");
    }
  }

  private static String share(Site site, Identity from, String study) throws IOException {
    Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
    return ((Shares.Result.Done)
            site.archive
                .share(site.pass(from, new Request.Share()), study, "raoul", tomorrow)
                .orElseThrow())
        .share()
        .id();
  }
}
