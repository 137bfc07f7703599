package huisclos.desk.web.wado;

import huisclos.archive.Archive;
import huisclos.archive.Departure;
import huisclos.archive.Departures;
import huisclos.archive.KeptBytes;
import huisclos.archive.Level;
import huisclos.archive.StoredInstance;
import huisclos.desk.web.Answers;
import huisclos.desk.web.Call;
import huisclos.desk.web.Endpoint;
import huisclos.dicom.Part10;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uids;
import huisclos.gate.Pass;
import huisclos.pixels.FrameEncoder;
import huisclos.web.Accept;
import huisclos.web.EntityTag;
import huisclos.web.MediaType;
import huisclos.web.MultipartWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Studies, series and instances as PS3.10 files (WADO-RS, PS3.18 §10.4.1.1.1): one part each of
 * {@code multipart/related}, an entry each of a ZIP, or a single instance by itself.
 *
 * <p>Each leaves in the syntax that it is kept in, where the caller takes that; else converted or
 * transcoded, where there is a way. Where there is none for some of them, the others are sent with
 * status 206. Implicit VR and big endian, which PS3.18 §8.7.3 has no use for, leave only to who
 * says that any syntax will do, or that one: so a data set comes out as it came in.
 */
final class RetrieveInstances implements Endpoint {
  /** Not used with web services unless they are asked for. */
  private static final Set<String> UNUSUAL =
      Set.of(Uids.IMPLICIT_VR_LITTLE_ENDIAN, Uids.EXPLICIT_VR_BIG_ENDIAN);

  /** What most instances can leave in; any is kept as it came. */
  private static final List<String> ASKED_FOR =
      Stream.concat(Stream.of("*", Uids.EXPLICIT_VR_LITTLE_ENDIAN), FrameEncoder.SYNTAXES.stream())
          .toList();

  private final Retrieval retrieval;
  private final Archive archive;
  private final Departures departures;
  private final Versions versions;
  private final Level level;

  RetrieveInstances(
      Retrieval retrieval, Archive archive, Departures departures, Versions versions, Level level) {
    this.departures = departures;
    this.retrieval = retrieval;
    this.archive = archive;
    this.versions = versions;
    this.level = level;
  }

  /** The media types of what a path of this level names: as it is kept, or in one of these. */
  static List<MediaType> produces(Level level) {
    List<MediaType> types = new ArrayList<>();
    for (String syntax : ASKED_FOR) {
      MediaType dicom = MediaType.DICOM.with("transfer-syntax", syntax);
      types.add(MediaType.related(dicom));
      if (level == Level.IMAGE) {
        types.add(dicom);
      }
      types.add(MediaType.ZIP.with("transfer-syntax", syntax));
    }
    return types;
  }

  /** An instance and the syntax it leaves in. */
  private record Leaving(StoredInstance instance, String syntax) {}

  @Override
  public void serve(Call call) throws IOException {
    Optional<Accept> accept = Retrieval.accept(call);
    if (accept.isPresent()) {
      retrieval.select(
          call, level, (pass, instances) -> answer(call, accept.get(), pass, instances));
    }
  }

  private void answer(Call call, Accept accept, Pass pass, List<StoredInstance> instances)
      throws IOException {
    Optional<MediaType> form =
        instances.stream()
            .map(StoredInstance::transferSyntax)
            .distinct()
            .flatMap(stored -> accept.choose(offers(stored, accept)).stream())
            .findFirst();
    if (form.isEmpty()) {
      Answers.notAcceptable(
          call,
          instances.stream()
              .map(StoredInstance::transferSyntax)
              .distinct()
              .flatMap(stored -> offers(stored, accept).stream())
              .toList());
      return;
    }
    List<Leaving> leaving = leaving(instances, accept, form.get());
    EntityTag tag =
        versions.of(
            leaving.stream().map(Leaving::instance).toList(),
            form.get().essence() + leaving.stream().map(Leaving::syntax).toList());
    if (!Versions.isKnown(call, tag)) {
      send(call, pass, form.get(), leaving, tag, leaving.size() == instances.size() ? 200 : 206);
    }
  }

  /** In what an instance kept in this syntax can leave, best first. */
  private List<MediaType> offers(String stored, Accept accept) {
    List<MediaType> offers = new ArrayList<>();
    for (String syntax : departures.offers(stored)) {
      if (UNUSUAL.contains(syntax) && !accept.saysSyntax()) {
        continue;
      }
      MediaType dicom = MediaType.DICOM.with("transfer-syntax", syntax);
      offers.add(MediaType.related(dicom));
      if (level == Level.IMAGE) {
        offers.add(dicom);
      }
      offers.add(MediaType.ZIP.with("transfer-syntax", syntax));
    }
    return offers;
  }

  /** The instances that can leave in that form, each with its syntax. */
  private List<Leaving> leaving(List<StoredInstance> instances, Accept accept, MediaType form) {
    Map<String, Optional<String>> known = new LinkedHashMap<>();
    List<Leaving> leaving = new ArrayList<>(instances.size());
    for (StoredInstance instance : instances) {
      known
          .computeIfAbsent(
              instance.transferSyntax(),
              stored ->
                  accept
                      .choose(offers(stored, accept).stream().filter(form::isAs).toList())
                      .flatMap(MediaType::transferSyntax))
          .ifPresent(syntax -> leaving.add(new Leaving(instance, syntax)));
    }
    return leaving;
  }

  private void send(
      Call call, Pass pass, MediaType form, List<Leaving> leaving, EntityTag tag, int status)
      throws IOException {
    // One is transcoded before the answer begins; where a later one can't be, it is cut off.
    switch (prepare(pass, leaving.getFirst())) {
      case Departure.Refused(String _, boolean lasting) -> {
        if (lasting) {
          Answers.notAcceptable(
              call,
              leaving.stream()
                  .map(one -> form.with("transfer-syntax", one.instance.transferSyntax()))
                  .toList());
        } else {
          Answers.busy(call);
        }
      }
      case Departure.Ready first -> {
        try (first) {
          Bodies bodies = new Bodies(pass, leaving, first);
          send(call, bodies, form, versions.boundary(tag), status);
        }
      }
    }
  }

  private void send(Call call, Bodies bodies, MediaType form, String boundary, int status)
      throws IOException {
    MediaType type =
        form.isAs(MediaType.RELATED)
            ? MultipartWriter.mediaType(MediaType.DICOM, boundary)
            : form.isAs(MediaType.ZIP) ? MediaType.ZIP : form;
    try (OutputStream out = call.begin(status, type.toString(), -1)) {
      if (call.method().equals("HEAD")) {
        return;
      }
      if (form.isAs(MediaType.RELATED)) {
        ReadAhead.copy(sink -> bodies.multipart(boundary, sink), out);
      } else if (form.isAs(MediaType.ZIP)) {
        ReadAhead.copy(bodies::zip, out);
      } else {
        ReadAhead.copy(sink -> write(bodies.leaving.getFirst(), bodies.first, sink), out);
      }
    }
  }

  /** What is sent, the first of it prepared already. */
  private final class Bodies {
    private final Pass pass;
    private final List<Leaving> leaving;
    private final Departure.Ready first;

    Bodies(Pass pass, List<Leaving> leaving, Departure.Ready first) {
      this.pass = pass;
      this.leaving = leaving;
      this.first = first;
    }

    private void multipart(String boundary, OutputStream sink) throws IOException {
      MultipartWriter writer = new MultipartWriter(sink, boundary);
      each((one, ready) -> {
        var _ = writer.part(MediaType.DICOM.with("transfer-syntax", one.syntax));
        // Past the writer, which would only pass it on: the sink unseals into its own buffers.
        write(one, ready, sink);
      });
      writer.end();
    }

    /** A ZIP without compression: most pixel data hardly shrinks, and it would bound the speed. */
    private void zip(OutputStream sink) throws IOException {
      ZipOutputStream zip = new ZipOutputStream(sink);
      zip.setLevel(Deflater.NO_COMPRESSION);
      each((one, ready) -> {
        ZipEntry entry = new ZipEntry(ZipNames.of(one.instance));
        entry.setTimeLocal(ZipNames.TIME);
        zip.putNextEntry(entry);
        write(one, ready, zip);
        zip.closeEntry();
      });
      zip.finish();
    }

    private void each(Sending sending) throws IOException {
      sending.send(leaving.getFirst(), first);
      for (Leaving one : leaving.subList(1, leaving.size())) {
        switch (prepare(pass, one)) {
          case Departure.Refused _ -> throw new IOException("an instance can't be transcoded");
          case Departure.Ready ready -> {
            try (ready) {
              sending.send(one, ready);
            }
          }
        }
      }
    }
  }

  /** What is done with an instance that is ready. */
  @FunctionalInterface
  private interface Sending {
    void send(Leaving one, Departure.Ready ready) throws IOException;
  }

  private Departure prepare(Pass pass, Leaving one) throws IOException {
    StoredInstance instance = one.instance;
    boolean asKept =
        !instance.corrected()
            && one.syntax.equals(instance.transferSyntax())
            && !InstanceReader.syntax(instance).deflated();
    return asKept
        ? new Departure.Ready(instance.length(), out -> kept(pass, instance, out), () -> {})
        : departures.prepare(pass, instance, one.syntax);
  }

  /** As it is kept, verified by its seal: hashing it again would take as long as unsealing it. */
  private void kept(Pass pass, StoredInstance instance, OutputStream out) throws IOException {
    KeptBytes kept = archive.kept(pass, instance);
    try (InputStream in = kept.from(0)) {
      Frames.copy(in, kept.length(), out);
    }
  }

  private static void write(Leaving one, Departure.Ready ready, OutputStream out)
      throws IOException {
    Part10.writeHeader(
        out,
        one.instance.sopClass(),
        one.instance.sopInstance(),
        TransferSyntax.of(one.syntax).orElseGet(() -> TransferSyntax.encapsulated(one.syntax)));
    ready.writer().writeTo(out);
  }
}
