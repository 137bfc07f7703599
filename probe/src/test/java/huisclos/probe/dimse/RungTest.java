package huisclos.probe.dimse;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Uids;
import huisclos.net.Abort;
import huisclos.net.Status;
import huisclos.probe.finding.Answer;
import huisclos.probe.finding.Barrier;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.Rung;
import huisclos.probe.finding.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** Each rung by its own evidence; that a door associates never makes it readable. */
class RungTest {
  private static final Rung[] ASKING = {Rung.ASSOCIATES, Rung.QUERYABLE, Rung.RETRIEVABLE};

  private static LookBed bed() {
    return new LookBed().rungs(Rung.REACHABLE, ASKING);
  }

  private static Finding look(LookBed bed, FakeScp.Script script) throws IOException {
    try (FakeScp scp = new FakeScp(script)) {
      return bed.look(scp.port());
    }
  }

  /** 3, abstract syntax not supported, for what nobody defined. */
  private static int known(String syntax) {
    return Offer.FIRST.contains(syntax) ? 0 : 3;
  }

  @ParameterizedTest
  @CsvSource({
    "0x0000, YES, NONE, READABLE",
    "0x0124, NO, QUERY_REFUSED, ASSOCIATES",
    "0xC000, NO, QUERY_REFUSED, ASSOCIATES",
    "0xA900, NO, QUERY_REFUSED, ASSOCIATES",
    "0x0122, NO, QUERY_REFUSED, ASSOCIATES",
    "0xA700, UNCLEAR, NONE, ASSOCIATES",
  })
  void theStatusOfAQueryForNobodyTells(
      String status, Answer answer, Barrier barrier, Verdict verdict) throws IOException {
    Finding finding =
        look(
            bed(),
            FakeScp.scp(
                RungTest::known,
                (peer, request) ->
                    peer.reply(
                        request,
                        request.field() == CommandSet.C_FIND ? Integer.decode(status) : 0xA701,
                        Optional.empty())));
    assertThat(finding.rung(Rung.QUERYABLE).answer()).isEqualTo(answer);
    assertThat(finding.barrier()).isEqualTo(barrier);
    assertThat(finding.verdict()).isEqualTo(verdict);
    assertThat(finding.rung(Rung.WRITABLE).answer()).isEqualTo(Answer.INFERRED_YES);
  }

  @Test
  void anAbortOfTheQueryIsNotReadable() throws IOException {
    Finding finding =
        look(bed(), FakeScp.scp(RungTest::known, (peer, _) -> peer.write(new Abort(0, 0))));
    assertThat(finding.verdict()).isEqualTo(Verdict.ASSOCIATES);
    assertThat(finding.rung(Rung.QUERYABLE).answer()).isEqualTo(Answer.NO);
    assertThat(finding.rung(Rung.RETRIEVABLE).answer()).isEqualTo(Answer.NO);
    assertThat(finding.barrier()).isEqualTo(Barrier.QUERY_REFUSED);
  }

  @Test
  void silenceAfterAQueryIsUnclear() throws IOException {
    Finding finding =
        look(bed().reply(Duration.ofMillis(300)), FakeScp.scp(RungTest::known, (_, _) -> {}));
    assertThat(finding.rung(Rung.QUERYABLE).answer()).isEqualTo(Answer.UNCLEAR);
    assertThat(finding.verdict()).isEqualTo(Verdict.ASSOCIATES);
  }

  @Test
  void noContextForAQueryIsSaidSo() throws IOException {
    Finding finding =
        look(
            bed(),
            FakeScp.scp(syntax -> syntax.equals(Uids.CT_IMAGE_STORAGE) ? 0 : 3, (_, _) -> {}));
    assertThat(finding.barrier()).isEqualTo(Barrier.NO_QUERY_CONTEXT);
    assertThat(finding.rung(Rung.QUERYABLE).answer()).isEqualTo(Answer.INFERRED_NO);
    assertThat(finding.rung(Rung.RETRIEVABLE).answer()).isEqualTo(Answer.INFERRED_NO);
    assertThat(finding.fingerprint().contexts()).isEqualTo("333333330333");
  }

  @ParameterizedTest
  @CsvSource({"0x0000, YES", "0x0124, NO", "0xA701, UNCLEAR", "0xC000, UNCLEAR"})
  void theStatusOfARetrievalOfNothingTells(String status, Answer answer) throws IOException {
    Finding finding =
        look(
            bed(),
            FakeScp.scp(
                RungTest::known,
                (peer, request) ->
                    peer.reply(
                        request,
                        request.field() == CommandSet.C_GET ? Integer.decode(status) : 0,
                        Optional.empty())));
    assertThat(finding.rung(Rung.RETRIEVABLE).answer()).isEqualTo(answer);
    assertThat(finding.verdict())
        .isEqualTo(answer == Answer.YES ? Verdict.DOWNLOADABLE : Verdict.READABLE);
  }

  @Test
  void theQuestionsNameNobody() throws IOException {
    AtomicReference<DataSet> asked = new AtomicReference<>(new DataSet());
    look(
        bed(),
        FakeScp.scp(
            RungTest::known,
            (peer, request) -> {
              asked.set(request.identifier());
              peer.reply(request, 0, Optional.empty());
            }));
    assertThat(asked.get().string(Tag.STUDY_INSTANCE_UID, "")).startsWith("2.25.");
    assertThat(asked.get().tags())
        .containsExactly(Tag.QUERY_RETRIEVE_LEVEL, Tag.STUDY_INSTANCE_UID);
  }

  @Test
  void aServerThatListsEverybodyForNobodyIsReadableAndSuspiciousAndNothingOfItIsKept()
      throws IOException {
    DataSet match = new DataSet();
    match.putString(Tag.STUDY_INSTANCE_UID, "1.2.3.4.5");
    match.putString(Tag.PATIENT_NAME, "CANARY^NAME");
    match.putString(Tag.PATIENT_ID, "CANARYID");
    Finding finding =
        look(
            bed(),
            FakeScp.scp(
                RungTest::known,
                (peer, request) -> {
                  if (request.field() == CommandSet.C_GET) {
                    peer.reply(request, Status.NOT_AUTHORIZED, Optional.empty());
                    return;
                  }
                  for (int i = 0; i < 40; i++) {
                    peer.reply(request, Status.PENDING, Optional.of(match));
                  }
                  peer.reply(request, Status.SUCCESS, Optional.empty());
                }));
    assertThat(finding.rung(Rung.QUERYABLE).answer()).isEqualTo(Answer.YES);
    assertThat(finding.verdict()).isEqualTo(Verdict.READABLE);
    assertThat(finding.honeypot().signs()).contains("matches for a UID that nobody has");
    assertThat(new JsonMapper().writeValueAsString(finding) + finding)
        .contains("ignores what is asked")
        .doesNotContain("CANARY");
  }

  @Test
  void endlessMatchesAreCancelledAndEnd() throws IOException {
    LookBed bed = bed();
    Finding finding =
        look(
            bed,
            FakeScp.scp(
                RungTest::known,
                (peer, request) -> {
                  while (true) {
                    peer.reply(request, Status.PENDING, Optional.of(new DataSet()));
                  }
                }));
    assertThat(finding.rung(Rung.QUERYABLE).answer()).isEqualTo(Answer.YES);
    assertThat(bed.journal()).contains(Asks.CANCEL_FIND);
  }

  @Test
  void whoTakesEverythingLooksLikeBait() throws IOException {
    Finding finding =
        look(
            bed(),
            (peer, _) ->
                peer.serve(
                    _ -> 0,
                    "1.2.826.0.1.3680043.9.3811.2.0.0",
                    "PYNETDICOM_200",
                    (to, request) -> to.reply(request, 0, Optional.empty())));
    assertThat(finding.honeypot().likely()).isTrue();
    assertThat(finding.verdict()).isEqualTo(Verdict.HONEYPOT);
    assertThat(finding.software().product()).isEqualTo("pynetdicom");
  }

  @Test
  void aCanaryIsStoredOnlyWithADeletionPlan() throws IOException {
    AtomicReference<String> stored = new AtomicReference<>("");
    FakeScp.Script script =
        FakeScp.scp(
            RungTest::known,
            (peer, request) -> {
              stored.set(request.identifier().string(Tag.PATIENT_NAME, ""));
              boolean store = request.field() == CommandSet.C_STORE;
              peer.reply(request, store ? 0 : Status.NOT_AUTHORIZED, Optional.empty());
            });
    Rung[] writing = {Rung.ASSOCIATES, Rung.WRITABLE};
    Finding without = look(new LookBed().rungs(Rung.REACHABLE, writing), script);
    assertThat(without.rung(Rung.WRITABLE).answer()).isEqualTo(Answer.INFERRED_YES);
    assertThat(stored.get()).isEmpty();
    LookBed bed =
        new LookBed()
            .rungs(Rung.REACHABLE, Rung.ASSOCIATES, Rung.QUERYABLE, Rung.WRITABLE)
            .deletionPlan();
    Finding with = look(bed, script);
    assertThat(stored.get()).isEqualTo("HUISCLOS^PROBE");
    assertThat(with.verdict()).isEqualTo(Verdict.WRITABLE);
    assertThat(with.notes()).anyMatch(note -> note.contains("delete our canary"));
  }

  @Test
  void whatIsNotAllowedIsNotAsked() throws IOException {
    LookBed bed = new LookBed().rungs(Rung.REACHABLE, Rung.ASSOCIATES);
    Finding finding =
        look(bed, FakeScp.scp(RungTest::known, (peer, r) -> peer.reply(r, 0, Optional.empty())));
    assertThat(finding.rung(Rung.QUERYABLE).answer()).isEqualTo(Answer.NOT_ASKED);
    assertThat(finding.rung(Rung.RETRIEVABLE).answer()).isEqualTo(Answer.NOT_ASKED);
    assertThat(finding.verdict()).isEqualTo(Verdict.ASSOCIATES);
    assertThat(bed.journal())
        .containsExactly(
            Asks.CONNECT, Asks.associate(Rung.ASSOCIATES), Asks.release(Rung.ASSOCIATES));
  }
}
