package huisclos.app.movein;

import huisclos.app.UserError;
import huisclos.app.movein.Intake.Taken;
import huisclos.archive.StoreHeader;
import huisclos.courier.Courier;
import huisclos.courier.Line;
import huisclos.dicom.DataSet;
import huisclos.dicom.Uid;
import huisclos.dicom.UidRegistry;
import huisclos.dicom.UidRegistry.UidType;
import huisclos.dicom.Uids;
import huisclos.gate.Destination;
import huisclos.net.AcceptedContext;
import huisclos.net.AssociateRequestSpec;
import huisclos.net.AssociationException;
import huisclos.net.GetResult;
import huisclos.net.PduLimits;
import huisclos.net.Reply;
import huisclos.net.Status;
import huisclos.net.StoreReceiver;
import huisclos.net.StoreRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Fetches from an old PACS by C-GET, into the archive, over one association for as long as that
 * serves. Of one thread.
 */
final class Fetch implements StoreReceiver, AutoCloseable {
  /**
   * How a request ended.
   *
   * @param through whether the peer went through all that was asked for, whatever it left out
   * @param words its answer, or how the association ended
   */
  record Answer(boolean through, String words) {}

  /**
   * SOP classes asked for on one association, so that each has a presentation context for every
   * transfer syntax there is: a peer that finds none for what it holds may convert it.
   */
  static final int MAX_CLASSES = 2;

  /** Requests on one association, so that no leak of the peer's grows for days. */
  private static final int MAX_REQUESTS = 500;

  private static final String GET = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_GET;
  private static final List<String> SYNTAXES = syntaxes();

  private final Courier courier;
  private final Destination peer;
  private final Intake intake;
  private final Pace pace;
  private final Map<String, Deque<Taken>> taken = new HashMap<>();

  /** Classes that the peer agreed to on no association. */
  private final Set<String> refused = new HashSet<>();

  /** Classes of the standing association, and of earlier ones as far as there is room. */
  private List<String> offered = List.of();

  private @Nullable Line line;
  private @Nullable RuntimeException broken;
  private int requests;
  private long came;

  Fetch(Courier courier, Destination peer, Intake intake, Pace pace) {
    this.courier = courier;
    this.peer = peer;
    this.intake = intake;
    this.pace = pace;
  }

  /** Forgets what came of earlier studies. */
  void begin() {
    taken.clear();
  }

  /** Whether an instance came since {@link #begin}. */
  boolean has(String sopInstance) {
    return !taken.getOrDefault(sopInstance, new ArrayDeque<>()).isEmpty();
  }

  /** What became of an instance that came; a UID that the peer has twice may have come twice. */
  Optional<Taken> take(String sopInstance) {
    return Optional.ofNullable(taken.get(sopInstance)).map(Deque::pollFirst);
  }

  /**
   * Of some SOP classes those in which the peer agrees to send.
   *
   * @param classes UIDs, at most {@link #MAX_CLASSES}
   * @throws huisclos.net.AssociationException if it can't be dialled
   */
  Set<String> sendable(Set<String> classes) throws IOException {
    line(classes);
    Set<String> good = new HashSet<>(classes);
    good.removeAll(refused);
    return good;
  }

  /**
   * Makes one request; what comes can be {@linkplain #take taken}.
   *
   * @param identifier of the study root
   * @param classes of what is asked for, at most {@link #MAX_CLASSES}
   * @throws huisclos.net.AssociationException if the peer can't be dialled
   */
  Answer get(DataSet identifier, Set<String> classes) throws IOException {
    while (true) {
      Line open = line(classes);
      boolean used = requests > 0;
      long before = came;
      requests++;
      try {
        GetResult result = open.association().get(GET, identifier, this);
        checkRoom();
        int status = result.reply().status();
        boolean through = status == Status.SUCCESS || status == Status.SUB_OPERATIONS_WITH_FAILURES;
        return new Answer(through, Status.format(status));
      } catch (AssociationException e) {
        close();
        checkRoom();
        // A line that was there before may have gone while nothing was asked.
        if (!used || came > before) {
          return new Answer(false, e.ending().words());
        }
      }
    }
  }

  private void checkRoom() {
    if (broken != null) {
      throw broken;
    }
  }

  /** The association, dialled anew where it doesn't serve these classes. */
  private Line line(Set<String> classes) throws IOException {
    Line standing = line;
    if (standing != null
        && requests < MAX_REQUESTS
        && classes.stream().allMatch(one -> offered.contains(one) || refused.contains(one))) {
      return standing;
    }
    close();
    List<String> wanted =
        Stream.concat(classes.stream(), offered.stream())
            .filter(one -> !refused.contains(one))
            .distinct()
            .limit(MAX_CLASSES)
            .toList();
    Line fresh = courier.dial(peer, spec -> proposal(spec, wanted));
    line = fresh;
    requests = 0;
    offered = wanted;
    Set<String> agreed =
        fresh.association().contexts().stream()
            .filter(AcceptedContext::requestorIsScp)
            .map(AcceptedContext::abstractSyntax)
            .collect(Collectors.toSet());
    wanted.stream().filter(one -> !agreed.contains(one)).forEach(refused::add);
    if (fresh.association().context(GET).isEmpty()) {
      throw UserError.refused("the peer does not provide C-GET", "pull --by move");
    }
    return fresh;
  }

  @Override
  public void close() {
    if (line != null) {
      line.close();
      line = null;
    }
  }

  private static AssociateRequestSpec proposal(AssociateRequestSpec spec, List<String> classes) {
    AssociateRequestSpec grown =
        spec.propose(GET, List.of(Uids.EXPLICIT_VR_LITTLE_ENDIAN, Uids.IMPLICIT_VR_LITTLE_ENDIAN));
    int each =
        Math.min(SYNTAXES.size(), (PduLimits.MAX_CONTEXTS - 1) / Math.max(1, classes.size()));
    for (String sopClass : classes) {
      grown = grown.alsoScpOf(sopClass);
      for (String syntax : SYNTAXES.subList(0, each)) {
        grown = grown.propose(sopClass, List.of(syntax));
      }
    }
    return grown;
  }

  /** Every transfer syntax, those met most often first. */
  private static List<String> syntaxes() {
    List<String> order =
        new ArrayList<>(
            List.of(
                Uids.EXPLICIT_VR_LITTLE_ENDIAN,
                Uids.IMPLICIT_VR_LITTLE_ENDIAN,
                Uids.JPEG_LOSSLESS_SV1,
                Uids.JPEG2000_LOSSLESS,
                Uids.JPEG_BASELINE8_BIT,
                Uids.JPEG2000,
                Uids.JPEGLS_LOSSLESS,
                Uids.RLE_LOSSLESS,
                Uids.JPEGLS_NEAR_LOSSLESS,
                Uids.JPEG_EXTENDED12_BIT,
                Uids.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
                Uids.EXPLICIT_VR_BIG_ENDIAN,
                Uids.JPEG_LOSSLESS));
    UidRegistry.ofType(UidType.TRANSFER_SYNTAX).stream()
        .filter(uid -> !order.contains(uid))
        .forEach(order::add);
    return List.copyOf(order);
  }

  @Override
  public Reply store(StoreRequest request, InputStream dataSet) throws IOException {
    String uid = request.sopInstance();
    if (broken != null || !Uid.isUsable(uid)) {
      return Reply.of(Status.REFUSED_OUT_OF_RESOURCES);
    }
    pace.next();
    try {
      Taken one =
          intake.store(new StoreHeader(request.sopClass(), uid, request.transferSyntax()), dataSet);
      taken.computeIfAbsent(uid, _ -> new ArrayDeque<>()).add(one);
      came++;
      return Reply.of(one.fate().in() ? Status.SUCCESS : Status.PROCESSING_FAILURE);
    } catch (RuntimeException e) {
      // No room, or worse: nothing further is taken, and the pull ends with this.
      broken = e;
      return Reply.of(Status.REFUSED_OUT_OF_RESOURCES);
    }
  }
}
