package huisclos.net;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Uids;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** C-MOVE and the N-services over TLS, our requestor against our server. */
class ServicesTest {
  private final MemoryServices services = new MemoryServices();
  private final RecordingListener events = new RecordingListener();
  private final AcceptorServer server =
      new AcceptorServer(
          TestTls.loopback(), TestTls.context(TestTls.SERVER), services, NetLimits.DEFAULT, events);

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
    assertThat(server.freePlaces()).isEqualTo(NetLimits.DEFAULT.maxAssociations());
  }

  private Association connect(AssociateRequestSpec spec) throws AssociationException {
    return Requestor.connect(
        server.address(), Optional.of(TestTls.context(TestTls.DEVICE)), spec, NetLimits.DEFAULT);
  }

  private Association connect() throws AssociationException {
    return connect(MemoryServices.everything());
  }

  private static DataSet with(int tag, String value) {
    DataSet set = new DataSet();
    set.putString(tag, value);
    return set;
  }

  private void awaitLog(String line) throws InterruptedException {
    for (int i = 0; i < 500 && !services.log.contains(line); i++) {
      Thread.sleep(10);
    }
    assertThat(services.log).contains(line);
  }

  @Test
  void creates_sets_gets_and_deletes() throws Exception {
    String step = MemoryServices.STEP;
    try (Association association = connect()) {
      NormalizedResult created =
          association.nCreate(step, Optional.empty(), with(Tag.MODALITY, "CT"));
      assertThat(created.reply().success()).isTrue();
      assertThat(created.sopInstance()).contains("1.2.3.77");
      assertThat(association.nCreate(step, Optional.of("1.2.3.77"), new DataSet()).reply().status())
          .isEqualTo(Status.DUPLICATE_SOP_INSTANCE);
      NormalizedResult set = association.nSet(step, "1.2.3.77", with(Tag.STATION_NAME, "ROOM2"));
      assertThat(set.dataSet().orElseThrow().string(Tag.STATION_NAME)).contains("ROOM2");
      DataSet one =
          association.nGet(step, "1.2.3.77", List.of(Tag.MODALITY)).dataSet().orElseThrow();
      assertThat(one.size()).isEqualTo(1);
      assertThat(one.string(Tag.MODALITY)).contains("CT");
      assertThat(association.nGet(step, "1.2.3.77", List.of()).dataSet().orElseThrow().size())
          .isEqualTo(2);
      NormalizedResult missing = association.nGet(step, "1.2.9", List.of());
      assertThat(missing.reply()).isEqualTo(Reply.of(Status.NO_SUCH_SOP_INSTANCE, "no such step"));
      assertThat(missing.dataSet()).isEmpty();
      assertThat(association.nDelete(step, "1.2.3.77").reply().success()).isTrue();
      // What the provider throws is a failure, and the association goes on.
      assertThat(association.nDelete(step, "1.2.3.77").reply().status())
          .isEqualTo(Status.PROCESSING_FAILURE);
      assertThat(association.nSet("1.2.3.4.5", "1.2", new DataSet()).reply().status())
          .isEqualTo(Status.NOT_NEGOTIATED);
      assertThat(association.echo().success()).isTrue();
    }
  }

  @Test
  void an_event_report_follows_its_action_on_the_same_association() throws Exception {
    try (Association association = connect()) {
      NormalizedResult asked = act(association, "1.2.3.1");
      assertThat(asked.reply().success()).isTrue();
      assertThat(asked.sopInstance()).contains(MemoryServices.COMMIT_INSTANCE);
      Optional<NEventReportRequest> report =
          association.awaitEvent(Duration.ofSeconds(20), _ -> Status.SUCCESS);
      assertThat(report.orElseThrow().eventType()).isEqualTo(1);
      assertThat(report.orElseThrow().information().orElseThrow().string(Tag.TRANSACTION_UID))
          .contains("1.2.3.1");
      assertThat(association.awaitEvent(Duration.ofMillis(50), _ -> 0)).isEmpty();
      assertThat(association.echo().success()).isTrue();
    }
    assertThat(services.log)
        .startsWith("action 1 1.2.3.1", "delivered 1.2.3.1 0x0000")
        .doesNotContain("undelivered 1.2.3.1");
  }

  private static NormalizedResult act(Association association, String transaction)
      throws IOException {
    return association.nAction(
        MemoryServices.COMMIT,
        MemoryServices.COMMIT_INSTANCE,
        1,
        Optional.of(with(Tag.TRANSACTION_UID, transaction)));
  }

  @Test
  void requests_are_served_while_reports_are_on_their_way() throws Exception {
    try (Association association = connect()) {
      assertThat(act(association, "1.2.3.1").reply().success()).isTrue();
      assertThat(act(association, "1.2.3.2").reply().success()).isTrue();
      assertThat(act(association, "1.2.3.3").reply().success()).isTrue();
      assertThat(association.echo().success()).isTrue();
      for (String transaction : List.of("1.2.3.1", "1.2.3.2", "1.2.3.3")) {
        Optional<NEventReportRequest> report =
            association.awaitEvent(Duration.ofSeconds(20), _ -> Status.PROCESSING_FAILURE);
        assertThat(report.orElseThrow().information().orElseThrow().string(Tag.TRANSACTION_UID))
            .contains(transaction);
        assertThat(association.echo().success()).isTrue();
      }
    }
    assertThat(services.log)
        .filteredOn(line -> line.startsWith("delivered"))
        .containsExactly(
            "delivered 1.2.3.1 0x0110", "delivered 1.2.3.2 0x0110", "delivered 1.2.3.3 0x0110");
  }

  @Test
  void a_peer_that_releases_gets_its_report_elsewhere() throws Exception {
    try (Association association = connect()) {
      assertThat(act(association, "1.2.3.1").reply().success()).isTrue();
    }
    awaitLog("undelivered 1.2.3.1");
    events.await("ended released");
  }

  @Test
  void a_peer_that_goes_while_its_report_is_made_or_unanswered_gets_it_elsewhere()
      throws Exception {
    services.held = new CountDownLatch(1);
    Association first = connect();
    act(first, "1.2.3.1");
    MemoryServices.await(services.begun);
    first.abort();
    services.held.countDown();
    awaitLog("undelivered 1.2.3.1");
    Association second = connect();
    act(second, "1.2.3.2");
    act(second, "1.2.3.3");
    // The report is out, or the second one is waiting for it; neither is ever answered.
    Thread.sleep(300);
    second.abort();
    awaitLog("undelivered 1.2.3.2");
    awaitLog("undelivered 1.2.3.3");
    assertThat(services.log).noneMatch(line -> line.startsWith("delivered"));
  }

  @Test
  void we_report_where_the_scp_role_is_ours_and_nowhere_else() throws Exception {
    AssociateRequestSpec spec =
        MemoryServices.everything()
            .with(new UserItem.RoleSelection(MemoryServices.COMMIT, false, true));
    try (Association association = connect(spec)) {
      NormalizedResult told =
          association.nEventReport(
              MemoryServices.COMMIT,
              MemoryServices.COMMIT_INSTANCE,
              2,
              Optional.of(with(Tag.TRANSACTION_UID, "1.2.3.1")));
      assertThat(told.reply().success()).isTrue();
      assertThat(act(association, "1.2.3.1").reply().status()).isEqualTo(Status.NOT_NEGOTIATED);
    }
    try (Association association = connect()) {
      assertThat(
              association
                  .nEventReport(MemoryServices.COMMIT, "1.2", 2, Optional.empty())
                  .reply()
                  .status())
          .isEqualTo(Status.NOT_NEGOTIATED);
    }
    assertThat(services.log).contains("event 2 of " + MemoryServices.COMMIT_INSTANCE);
  }

  @Test
  void moves_and_counts() throws Exception {
    List<SubOperations> progress = new ArrayList<>();
    try (Association association = connect()) {
      MoveResult result =
          association.move(
              MemoryServices.MOVE, "THIRD", with(Tag.STUDY_INSTANCE_UID, "1.2"), progress::add);
      assertThat(result.reply().status()).isEqualTo(Status.SUB_OPERATIONS_WITH_FAILURES);
      assertThat(result.counts()).isEqualTo(new SubOperations(0, 3, 1, 1));
      assertThat(result.failedSopInstances()).containsExactly("1.2.3.3");
      assertThat(progress)
          .containsExactly(
              new SubOperations(4, 1, 0, 0),
              new SubOperations(3, 2, 0, 0),
              new SubOperations(2, 3, 0, 0),
              new SubOperations(1, 3, 1, 0));
      MoveResult unknown =
          association.move(
              MemoryServices.MOVE, "NOBODY", with(Tag.STUDY_INSTANCE_UID, "1.2"), _ -> {});
      assertThat(unknown.reply().status()).isEqualTo(Status.MOVE_DESTINATION_UNKNOWN);
    }
    assertThat(services.log).contains("move to THIRD as 1", "move to NOBODY as 2");
  }

  @Test
  void a_move_hears_its_cancel_and_a_requestor_that_goes() throws Exception {
    services.toMove = 100_000;
    try (Association association = connect()) {
      MoveResult result =
          association.move(
              MemoryServices.MOVE,
              "THIRD",
              with(Tag.STUDY_INSTANCE_UID, "1.2"),
              counts -> {
                if (counts.completed() == 3) {
                  cancel(association);
                }
              });
      assertThat(result.reply().status()).isEqualTo(Status.CANCEL);
      assertThat(services.moved.get()).isLessThan(5000);
      assertThat(result.counts().remaining()).isGreaterThan(60_000);
      assertThat(association.echo().success()).isTrue();
    }
  }

  @Test
  void a_move_ends_where_its_requestor_is_gone() throws Exception {
    services.toMove = 100_000;
    Association association = connect();
    Thread asking =
        Thread.ofVirtual()
            .start(() -> {
              try {
                association.move(
                    MemoryServices.MOVE, "THIRD", with(Tag.STUDY_INSTANCE_UID, "1"), _ -> {});
              } catch (IOException expected) {
                services.log.add("requestor ended");
              }
            });
    MemoryServices.await(services.begun);
    association.abort();
    MemoryServices.await(services.moveEnded);
    asking.join();
    assertThat(services.moved.get()).isLessThan(50_000);
    assertThat(services.log).contains("requestor ended");
  }

  private static void cancel(Association association) {
    try {
      association.cancel();
    } catch (AssociationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_store_names_whose_move_it_is_part_of() throws Exception {
    List<StoreRequest> seen = new ArrayList<>();
    MemoryArchive archive = new MemoryArchive();
    Admission admission =
        (peer, request) -> {
          Verdict.Admit yes = (Verdict.Admit) archive.consider(peer, request);
          return new Verdict.Admit(
              yes.contexts(), yes.answers(), new ProviderOf(yes.provider(), seen));
        };
    try (AcceptorServer third =
        AcceptorServer.dangerouslyPlainText(
            TestTls.loopback(), admission, NetLimits.DEFAULT, events)) {
      third.start();
      try (Association association =
          Requestor.connect(
              third.address(), Optional.empty(), MemoryArchive.everything(), NetLimits.DEFAULT)) {
        Reply reply =
            association.store(
                Uids.CT_IMAGE_STORAGE,
                "1.2.3",
                MemoryArchive.source(Bytes.of(new byte[8])),
                Uids.EXPLICIT_VR_LITTLE_ENDIAN,
                new MoveOriginator("WORKSTATION", 4711));
        assertThat(reply.success()).isTrue();
      }
    }
    assertThat(seen.getFirst().moveOriginatorAet()).contains("WORKSTATION");
    assertThat(seen.getFirst().moveOriginatorMessageId()).hasValue(4711);
  }

  private record ProviderOf(ServiceProvider of, List<StoreRequest> seen)
      implements ServiceProvider {
    @Override
    public Reply echo(AcceptedContext context) throws IOException {
      return of.echo(context);
    }

    @Override
    public Reply store(StoreRequest request, java.io.InputStream dataSet) throws IOException {
      seen.add(request);
      return of.store(request, dataSet);
    }

    @Override
    public Reply find(FindRequest request, FindReply out) throws IOException {
      return of.find(request, out);
    }

    @Override
    public Reply get(GetRequest request, GetReply out) throws IOException {
      return of.get(request, out);
    }

    @Override
    public void closed(Ending ending) {
      of.closed(ending);
    }
  }

  /** What the tests of the wire need to read an answer. */
  static Pdu parse(byte[] pdu) throws IOException {
    return new PduReader(new ByteArrayInputStream(pdu), 1 << 20).read();
  }
}
