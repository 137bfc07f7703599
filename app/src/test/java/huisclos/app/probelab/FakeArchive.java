package huisclos.app.probelab;

import huisclos.dicom.Uids;
import huisclos.net.AnsweredContext;
import huisclos.net.AssociateAc;
import huisclos.net.AssociateRq;
import huisclos.net.PDataTf;
import huisclos.net.Pdu;
import huisclos.net.PduReader;
import huisclos.net.PduWriter;
import huisclos.net.Pdv;
import huisclos.net.ProposedContext;
import huisclos.net.ReleaseRp;
import huisclos.net.ReleaseRq;
import huisclos.net.UserItem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A small DICOM archive that answers queries from a list in memory, with the habits of a real one
 * that is badly made.
 */
final class FakeArchive implements FakeDoor.Script {
  /** What it does in the end when it is asked for studies. */
  enum Answering {
    /** Matches, then success, however many it left out. */
    CUTS,
    /** Matches, and says so where it left some out. */
    CUTS_AND_SAYS_SO,
    /** Refuses every query. */
    REFUSES,
    /** Never answers a query. */
    HANGS,
    /** Breaks the connection after some matches. */
    BREAKS_OFF
  }

  /** How it behaves. */
  record Habits(
      String implementationUid,
      String versionName,
      boolean takesEveryContext,
      int mostMatches,
      Answering answering,
      boolean ignoresKeys,
      boolean sendsNamesUnasked) {
    static Habits capped(int most, Answering answering) {
      return new Habits("1.2.826.0.1.99999.77", "LAB_1", false, most, answering, false, false);
    }

    Habits withNames() {
      return new Habits(
          implementationUid,
          versionName,
          takesEveryContext,
          mostMatches,
          answering,
          ignoresKeys,
          true);
    }

    /** What answers everything, as bait does. */
    static Habits bait(String uid, String version) {
      return new Habits(uid, version, true, 20, Answering.CUTS, true, true);
    }
  }

  private static final int MAX_PDU = 1 << 20;
  private static final List<String> TAKEN =
      List.of(
          Uids.VERIFICATION,
          Uids.PATIENT_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND,
          Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND,
          Uids.PATIENT_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_GET,
          Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_GET);

  private final Habits habits;
  private final List<FakeStudy> studies;

  FakeArchive(Habits habits, List<FakeStudy> studies) {
    this.habits = habits;
    this.studies = List.copyOf(studies);
  }

  @Override
  public void serve(InputStream in, OutputStream out) throws IOException {
    PduReader reader = new PduReader(in, MAX_PDU);
    if (!(reader.read() instanceof AssociateRq rq)) {
      return;
    }
    send(out, acceptance(rq));
    Dimse dimse = new Dimse();
    while (true) {
      Pdu pdu = reader.read();
      if (pdu instanceof ReleaseRq) {
        send(out, new ReleaseRp());
        return;
      }
      if (!(pdu instanceof PDataTf data)) {
        return;
      }
      for (Pdv value : data.values()) {
        dimse.take(value);
        if (dimse.complete()) {
          answer(dimse, out);
          dimse.next();
        }
      }
    }
  }

  private AssociateAc acceptance(AssociateRq rq) {
    List<AnsweredContext> answers = new ArrayList<>();
    for (ProposedContext context : rq.contexts()) {
      boolean taken = habits.takesEveryContext() || TAKEN.contains(context.abstractSyntax());
      String syntax =
          context.transferSyntaxes().contains(Uids.IMPLICIT_VR_LITTLE_ENDIAN)
              ? Uids.IMPLICIT_VR_LITTLE_ENDIAN
              : context.transferSyntaxes().getFirst();
      // Commands are implicit; an identifier that isn't is no more than skipped.
      answers.add(
          new AnsweredContext(
              context.id(),
              !taken ? 3 : syntax.equals(Uids.IMPLICIT_VR_LITTLE_ENDIAN) ? 0 : 4,
              syntax));
    }
    return new AssociateAc(
        1,
        rq.titles(),
        AssociateRq.DICOM_APPLICATION_CONTEXT,
        answers,
        List.of(
            new UserItem.MaximumLength(16384),
            new UserItem.ImplementationClassUid(habits.implementationUid()),
            new UserItem.ImplementationVersionName(habits.versionName())));
  }

  private void answer(Dimse dimse, OutputStream out) throws IOException {
    switch (dimse.commandField()) {
      case Dimse.C_FIND_RQ -> find(dimse, out);
      case Dimse.C_CANCEL_RQ -> {
        // It is always too late, as with most.
      }
      default -> send(out, dimse.response(Dimse.SUCCESS, false));
    }
  }

  private void find(Dimse dimse, OutputStream out) throws IOException {
    if (habits.answering() == Answering.HANGS) {
      return;
    }
    if (habits.answering() == Answering.REFUSES) {
      send(out, dimse.response(Dimse.NOT_AUTHORIZED, false));
      return;
    }
    Map<Integer, String> asked = dimse.identifier();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    int sent = 0;
    boolean cut = false;
    for (FakeStudy study : studies) {
      if (!habits.ignoresKeys() && !study.matches(asked)) {
        continue;
      }
      if (sent == habits.mostMatches()) {
        cut = true;
        break;
      }
      sent++;
      all.write(PduWriter.encode(dimse.response(Dimse.PENDING, true)));
      byte[] match = study.encode(asked, habits.sendsNamesUnasked());
      all.write(
          PduWriter.encode(
              new PDataTf(
                  List.of(new Pdv(dimse.contextId(), false, true, ByteBuffer.wrap(match))))));
    }
    if (cut && habits.answering() == Answering.BREAKS_OFF) {
      all.writeTo(out);
      throw new IOException("the fake has had enough");
    }
    boolean says = cut && habits.answering() == Answering.CUTS_AND_SAYS_SO;
    all.write(
        PduWriter.encode(dimse.response(says ? Dimse.OUT_OF_RESOURCES : Dimse.SUCCESS, false)));
    all.writeTo(out);
    out.flush();
  }

  private static void send(OutputStream out, Pdu pdu) throws IOException {
    out.write(PduWriter.encode(pdu));
    out.flush();
  }
}
