package huisclos.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Uids;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every service over TLS, our requestor against our server. */
class LoopbackTest {
  private static final String FIND = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND;
  private static final String GET = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_GET;

  private final MemoryArchive archive = new MemoryArchive();
  private final RecordingListener events = new RecordingListener();
  private final AcceptorServer server =
      new AcceptorServer(
          TestTls.loopback(), TestTls.context(TestTls.SERVER), archive, NetLimits.DEFAULT, events);

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
    return connect(MemoryArchive.everything());
  }

  private static DataSet query() {
    DataSet query = new DataSet();
    query.putString(Tag.QUERY_RETRIEVE_LEVEL, "STUDY");
    query.putString(Tag.PATIENT_ID, "P1");
    query.putEmpty(Tag.STUDY_INSTANCE_UID);
    return query;
  }

  private static Bytes random(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return Bytes.of(bytes);
  }

  @Test
  void echoes_and_releases() throws Exception {
    try (Association association = connect()) {
      assertThat(association.echo().status()).isEqualTo(Status.SUCCESS);
      assertThat(association.echo().status()).isEqualTo(Status.SUCCESS);
    }
    events.await("ended released");
    assertThat(archive.closed).containsExactly(new Ending.Released());
    Peer peer = archive.peers.getFirst();
    assertThat(peer.tlsProtocol()).isEqualTo("TLSv1.3");
    assertThat(peer.certificates().getFirst().getSubjectX500Principal().getName())
        .isEqualTo("CN=device");
  }

  @Test
  void stores_data_sets_of_every_size_about_a_pdu() throws Exception {
    int pdu = 128 * 1024;
    List<Integer> sizes =
        List.of(2, 4096, pdu - 14, pdu - 12, pdu - 6, pdu, pdu + 2, 3 * pdu, 5_000_000);
    try (Association association = connect()) {
      for (int size : sizes) {
        String uid = "1.2.3." + size;
        Reply reply =
            association.store(
                Uids.CT_IMAGE_STORAGE,
                uid,
                MemoryArchive.source(random(size, size)),
                Uids.EXPLICIT_VR_LITTLE_ENDIAN);
        assertThat(reply.status()).isEqualTo(Status.SUCCESS);
        assertThat(archive.instances.get(uid))
            .isEqualTo(
                new MemoryArchive.Instance(
                    Uids.CT_IMAGE_STORAGE,
                    uid,
                    Uids.EXPLICIT_VR_LITTLE_ENDIAN,
                    random(size, size)));
      }
    }
  }

  @Test
  void a_store_that_is_refused_unread_leaves_the_association_in_step() throws Exception {
    archive.refuseStores = Status.REFUSED_OUT_OF_RESOURCES;
    try (Association association = connect()) {
      Reply reply =
          association.store(
              Uids.CT_IMAGE_STORAGE,
              "1.2.3",
              MemoryArchive.source(random(3_000_000, 1)),
              Uids.EXPLICIT_VR_LITTLE_ENDIAN);
      assertThat(reply).isEqualTo(Reply.of(Status.REFUSED_OUT_OF_RESOURCES, "not today"));
      assertThat(association.echo().status()).isEqualTo(Status.SUCCESS);
    }
  }

  @Test
  void a_syntax_that_was_not_negotiated_is_not_sent() throws Exception {
    try (Association association = connect()) {
      Reply reply =
          association.store(
              Uids.CT_IMAGE_STORAGE,
              "1.2.3",
              MemoryArchive.source(random(10, 1)),
              Uids.JPEG_BASELINE8_BIT);
      assertThat(reply.status()).isEqualTo(Status.NOT_NEGOTIATED);
      assertThat(association.echo().status()).isEqualTo(Status.SUCCESS);
    }
  }

  @Test
  void a_source_that_fails_before_it_was_sent_harms_nothing_and_later_ends_the_association()
      throws Exception {
    try (Association association = connect()) {
      assertThatThrownBy(() -> store(association, failing(1000))).isInstanceOf(IOException.class);
      assertThat(association.echo().status()).isEqualTo(Status.SUCCESS);
      assertThatThrownBy(() -> store(association, failing(1_000_000)))
          .isInstanceOfSatisfying(
              AssociationException.class,
              e ->
                  assertThat(e.ending())
                      .isEqualTo(new Ending.AbortedHere(Ending.Cause.SOURCE_FAILED)));
    }
    assertThat(events.await("ended aborted by the peer's application")).isNotEmpty();
    assertThat(archive.instances).isEmpty();
  }

  private static Reply store(Association association, DataSetSource source) throws IOException {
    return association.store(
        Uids.CT_IMAGE_STORAGE, "1.2.3", source, Uids.EXPLICIT_VR_LITTLE_ENDIAN);
  }

  private static DataSetSource failing(int after) {
    return new DataSetSource() {
      @Override
      public long length() {
        return -1;
      }

      @Override
      public void writeTo(OutputStream target) throws IOException {
        target.write(new byte[after]);
        throw new IOException("the disk is gone");
      }
    };
  }

  @Test
  void finds() throws Exception {
    List<String> found = new ArrayList<>();
    try (Association association = connect()) {
      Reply reply =
          association.find(
              FIND,
              query(),
              match ->
                  found.add(
                      match.string(Tag.STUDY_INSTANCE_UID, "")
                          + " "
                          + match.string(Tag.PATIENT_ID, "")));
      assertThat(reply.status()).isEqualTo(Status.SUCCESS);
    }
    assertThat(found).containsExactly("1.2.3.0 P1", "1.2.3.1 P1", "1.2.3.2 P1");
  }

  @Test
  void a_cancel_is_heard_within_a_hundred_answers() throws Exception {
    archive.matches = 1_000_000;
    int[] count = {0};
    try (Association association = connect()) {
      Reply reply =
          association.find(
              FIND,
              query(),
              _ -> {
                if (++count[0] == 10) {
                  cancel(association);
                  // What the server sends from now on is what it sends after the cancel is there.
                  pause(100);
                  archive.sent.set(0);
                }
              });
      assertThat(reply.status()).isEqualTo(Status.CANCEL);
      assertThat(association.echo().status()).isEqualTo(Status.SUCCESS);
    }
    assertThat(archive.cancelled).isTrue();
    assertThat(archive.sent.get()).isLessThan(100);
  }

  private static void cancel(Association association) {
    try {
      association.cancel();
    } catch (AssociationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void gets_what_was_stored_and_counts_it() throws Exception {
    for (int i = 0; i < 20; i++) {
      put("1.2.3." + (100 + i), Uids.CT_IMAGE_STORAGE, random(i * 20_000 + 2, i));
    }
    put("1.2.4", Uids.MR_IMAGE_STORAGE, random(100, 1));
    Map<String, Bytes> got = new TreeMap<>();
    List<SubOperations> progress = new ArrayList<>();
    StoreReceiver receiver =
        new StoreReceiver() {
          @Override
          public Reply store(StoreRequest request, InputStream dataSet) throws IOException {
            got.put(request.sopInstance(), Bytes.of(dataSet.readAllBytes()));
            return Reply.of(
                request.sopInstance().endsWith("5")
                    ? 0xB007
                    : request.sopInstance().endsWith("7") ? 0xC123 : Status.SUCCESS);
          }

          @Override
          public void progress(SubOperations counts) {
            progress.add(counts);
          }
        };
    GetResult result;
    try (Association association = connect()) {
      result = association.get(GET, query(), receiver);
      assertThat(association.echo().status()).isEqualTo(Status.SUCCESS);
    }
    assertThat(got).hasSize(20);
    got.forEach((uid, bytes) -> assertThat(bytes).isEqualTo(dataSetOf(uid)));
    // 105, 115 with a warning, 107 and 117 failed by us, the MR for want of a context.
    assertThat(result.reply().status()).isEqualTo(Status.SUB_OPERATIONS_WITH_FAILURES);
    assertThat(result.counts()).isEqualTo(new SubOperations(0, 16, 3, 2));
    assertThat(result.failedSopInstances()).containsExactly("1.2.3.107", "1.2.3.117", "1.2.4");
    assertThat(progress).hasSize(20).first().isEqualTo(new SubOperations(20, 1, 0, 0));
  }

  private Bytes dataSetOf(String uid) {
    return Objects.requireNonNull(archive.instances.get(uid)).dataSet();
  }

  private void put(String uid, String sopClass, Bytes bytes) {
    archive.instances.put(
        uid, new MemoryArchive.Instance(sopClass, uid, Uids.EXPLICIT_VR_LITTLE_ENDIAN, bytes));
  }

  @Test
  void a_get_is_cancelled_between_instances() throws Exception {
    for (int i = 0; i < 500; i++) {
      put("1.2.3." + (1000 + i), Uids.CT_IMAGE_STORAGE, random(1000, i));
    }
    int[] count = {0};
    GetResult result;
    try (Association association = connect()) {
      result =
          association.get(
              GET,
              query(),
              (_, dataSet) -> {
                dataSet.skipNBytes(10);
                if (++count[0] == 5) {
                  association.cancel();
                }
                return Reply.of(Status.SUCCESS);
              });
    }
    assertThat(result.reply().status()).isEqualTo(Status.CANCEL);
    assertThat(count[0]).isLessThan(100);
    assertThat(result.counts().completed() + result.counts().remaining()).isEqualTo(500);
    assertThat(result.counts().completed()).isEqualTo(count[0]);
  }

  @Test
  void answers_the_operations_window_honestly_and_hands_on_the_user_identity() throws Exception {
    UserItem.UserIdentity identity =
        new UserItem.UserIdentity(2, true, Bytes.of((byte) 'u'), Bytes.of((byte) 'p', (byte) 'w'));
    AssociateRequestSpec spec =
        MemoryArchive.everything()
            .with(new UserItem.AsyncOperationsWindow(0, 5))
            .with(identity)
            .with(new UserItem.ExtendedNegotiation(FIND, Bytes.of((byte) 1, (byte) 1, (byte) 1)));
    try (Association association = connect(spec)) {
      assertThat(association.answer().asyncOperationsWindow())
          .contains(new UserItem.AsyncOperationsWindow(8, 1));
    }
    assertThat(archive.requests.getFirst().userIdentity()).contains(identity);
    assertThat(archive.requests.getFirst().extendedNegotiations()).hasSize(1);
    assertThat(identity.toString()).doesNotContain("pw");
  }

  @Test
  void names_no_product() throws Exception {
    try (Association association = connect()) {
      assertThat(association.answer().implementationVersionName()).contains("1");
      assertThat(association.answer().implementationClassUid().orElseThrow()).startsWith("2.25.");
    }
    assertThat(archive.requests.getFirst().implementationVersionName()).contains("1");
  }

  @Test
  void revoked_peers_lose_their_associations_at_once_and_others_stay() throws Exception {
    try (Association mine = connect();
        Association other = connect()) {
      assertThat(mine.echo().success()).isTrue();
      Peer revoked = archive.peers.get(0);
      server.endAssociationsOf(peer -> peer.address().equals(revoked.address()));
      assertThatThrownBy(mine::echo).isInstanceOf(AssociationException.class);
      assertThat(other.echo().success()).isTrue();
      events.await("ended aborted here: ");
      assertThat(events.endings).containsExactly(new Ending.AbortedHere(Ending.Cause.ACCESS_ENDED));
    }
  }

  @Test
  void closing_the_server_ends_idle_associations() throws Exception {
    Association association = connect();
    assertThat(association.echo().success()).isTrue();
    server.close();
    assertThatThrownBy(association::echo).isInstanceOf(AssociationException.class);
    assertThat(server.connections()).isZero();
    events.await("ended aborted here: this side is shutting down");
  }
}
