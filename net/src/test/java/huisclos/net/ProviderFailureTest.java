package huisclos.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Uids;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Admissions and providers that are broken or slow, seen from the requestor. */
class ProviderFailureTest {
  private static final String FIND = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND;
  private static final String GET = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_GET;
  private static final String IMPLICIT = Uids.IMPLICIT_VR_LITTLE_ENDIAN;

  private final RecordingListener events = new RecordingListener();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  /** Breaks in every operation but an echo, which waits. */
  private final class Broken implements ServiceProvider {
    @Override
    public Reply echo(AcceptedContext context) throws IOException {
      begun.countDown();
      try {
        assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return Reply.of(Status.SUCCESS);
    }

    @Override
    public Reply store(StoreRequest request, InputStream dataSet) throws IOException {
      dataSet.skipNBytes(10);
      throw new IOException("the disk is full");
    }

    @Override
    public Reply find(FindRequest request, FindReply out) throws IOException {
      out.pending(request.identifier());
      throw new IllegalStateException("a bug");
    }

    @Override
    public Reply get(GetRequest request, GetReply out) {
      throw new IllegalArgumentException("another");
    }

    @Override
    public void closed(Ending ending) {
      events.lines.add("provider closed: " + ending.words());
    }
  }

  private AcceptorServer start(Admission admission) throws IOException {
    AcceptorServer server =
        AcceptorServer.dangerouslyPlainText(
            TestTls.loopback(), admission, NetLimits.DEFAULT, events);
    server.start();
    return server;
  }

  private static Association connect(AcceptorServer server) throws AssociationException {
    return Requestor.connect(
        server.address(), Optional.empty(), MemoryArchive.everything(), NetLimits.DEFAULT);
  }

  private Verdict admit(AssociateRq request) {
    Map<Integer, ContextAnswer> answers =
        Map.of(
            1, ContextAnswer.accept(IMPLICIT),
            3, ContextAnswer.accept(IMPLICIT),
            5, ContextAnswer.accept(IMPLICIT),
            7, ContextAnswer.accept(IMPLICIT));
    return new Verdict.Admit(answers, List.copyOf(request.roleSelections()), new Broken());
  }

  private static DataSet query() {
    DataSet query = new DataSet();
    query.putString(Tag.QUERY_RETRIEVE_LEVEL, "STUDY");
    return query;
  }

  @Test
  void a_provider_that_throws_is_answered_by_a_failure_and_reported() throws Exception {
    goOn.countDown();
    try (AcceptorServer server = start((_, request) -> admit(request))) {
      try (Association association = connect(server)) {
        DataSetSource source = MemoryArchive.source(Bytes.of(new byte[300_000]));
        assertThat(association.store(Uids.CT_IMAGE_STORAGE, "1.2", source, IMPLICIT).status())
            .isEqualTo(Status.PROCESSING_FAILURE);
        assertThat(association.find(FIND, query(), _ -> {}).status())
            .isEqualTo(Status.CANNOT_UNDERSTAND);
        assertThat(
                association.get(GET, query(), (_, _) -> Reply.of(Status.SUCCESS)).reply().status())
            .isEqualTo(Status.CANNOT_UNDERSTAND);
        assertThat(association.echo().success()).isTrue();
      }
      events.await("provider closed: released");
    }
    assertThat(events.lines)
        .contains(
            "failed store IOException",
            "failed find IllegalStateException",
            "failed get IllegalArgumentException");
  }

  @Test
  void an_admission_that_throws_rejects() throws Exception {
    try (AcceptorServer server =
        start((_, _) -> {
          throw new IllegalStateException("a bug");
        })) {
      assertRejected(server);
    }
    assertThat(events.lines).contains("failed admission IllegalStateException", "rejected 1/1/1");
  }

  @Test
  void an_admission_that_grants_what_was_not_proposed_rejects() throws Exception {
    try (AcceptorServer server =
        start((_, _) ->
            new Verdict.Admit(
                Map.of(1, ContextAnswer.accept(Uids.JPEG_BASELINE8_BIT)),
                List.of(),
                new Broken()))) {
      assertRejected(server);
      events.await("provider closed: association rejected permanently: no reason given");
    }
  }

  private static void assertRejected(AcceptorServer server) {
    assertThatThrownBy(() -> connect(server))
        .isInstanceOfSatisfying(
            AssociationException.class,
            e -> {
              assertThat(e.ending()).isEqualTo(new Ending.Rejected(new AssociateRj(1, 1, 1)));
              assertThat(e).hasMessage("association rejected permanently: no reason given");
            });
  }

  @Test
  void a_context_without_an_answer_is_refused_and_nothing_gets_in_through_it() throws Exception {
    try (AcceptorServer server =
            start((_, _) ->
                new Verdict.Admit(
                    Map.of(
                        1,
                        ContextAnswer.accept(IMPLICIT),
                        3,
                        ContextAnswer.Refusal.ABSTRACT_SYNTAX_NOT_SUPPORTED),
                    List.of(new UserItem.RoleSelection(Uids.VERIFICATION, true, true)),
                    new Broken()));
        Association association = connect(server)) {
      assertThat(association.answer().contexts())
          .extracting(AnsweredContext::result)
          .containsExactly(0, 3, 1, 1);
      assertThat(association.find(FIND, query(), _ -> {}).status())
          .isEqualTo(Status.NOT_NEGOTIATED);
      // A role that wasn't proposed isn't taken over.
      assertThat(association.contexts())
          .containsExactly(new AcceptedContext(1, Uids.VERIFICATION, IMPLICIT, true, false));
      assertThat(events.lines).contains("context " + FIND + " refused 1");
      goOn.countDown();
    }
  }

  @Test
  void closing_the_server_lets_a_running_operation_finish() throws Exception {
    AcceptorServer server = start((_, request) -> admit(request));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Association association = connect(server)) {
      Future<Reply> echo = threads.submit(association::echo);
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
      Future<?> closing = threads.submit(server::close);
      Thread.sleep(100);
      goOn.countDown();
      assertThat(echo.get().success()).isTrue();
      closing.get();
      assertThat(server.connections()).isZero();
    }
  }
}
