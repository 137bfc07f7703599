package huisclos.desk.web.dicomweb;

import huisclos.dicom.BulkElement;
import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetWriter;
import huisclos.dicom.DicomException;
import huisclos.dicom.DicomJson;
import huisclos.dicom.Element;
import huisclos.dicom.FragmentsElement;
import huisclos.dicom.Limits;
import huisclos.dicom.SequenceElement;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.ValueElement;
import huisclos.dicom.Vr;
import huisclos.web.MediaTransferSyntaxes;
import huisclos.web.MediaType;
import huisclos.web.ModelException;
import huisclos.web.MultipartReader;
import huisclos.web.NativeXml;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts instances together from metadata and the parts that it refers to by their location (PS3.18
 * §10.5.2, §8.6.1.2.1.1). Each is stored as soon as its last part is in. Of one request and one
 * thread.
 *
 * <p>Nothing is ever fetched: a value that no part of the request holds makes its instance fail,
 * wherever its URI points. Metadata of a request is held to the limits of one JSON document, bulk
 * data to {@link #MAX_HELD} at a time; larger instances are to be sent as files.
 */
final class MetadataStore implements AutoCloseable {
  /** Bytes of bulk data that a request may have in memory. */
  static final long MAX_HELD = 128L << 20;

  /** Instances of one request. */
  private static final int MAX_INSTANCES = 10_000;

  private final URI base;
  private final InstanceQueue queue;
  private final BulkMemory memory;
  private final Deque<Instance> instances = new ArrayDeque<>();
  private final Map<String, Bulk> parts = new HashMap<>();

  /** By location: the instances whose part has not come yet. */
  private final Map<String, List<Instance>> waiting = new HashMap<>();

  /** By location: how many instances that aren't stored yet refer to it. */
  private final Map<String, Integer> users = new HashMap<>();

  private long metadata;
  private long held;

  /**
   * An instance whose parts are on their way.
   *
   * @param needed all locations that it refers to
   * @param missing those of them whose part has not come yet
   */
  private record Instance(DataSet set, Set<String> needed, Set<String> missing) {}

  /** The content of a part; empty where there was no room for it. */
  private record Bulk(MediaType type, Optional<byte[]> bytes) {}

  MetadataStore(URI base, InstanceQueue queue, BulkMemory memory) {
    this.base = base;
    this.queue = queue;
    this.memory = memory;
  }

  /** Takes metadata: an array in JSON, one document in XML. */
  void metadata(MediaType type, InputStream in) throws IOException {
    Counted counted = new Counted(in);
    try {
      List<DataSet> sets =
          type.isAs(MediaType.DICOM_JSON)
              ? DicomJson.readAll(counted)
              : List.of(NativeXml.read(counted));
      for (DataSet set : sets) {
        if (instances.size() == MAX_INSTANCES) {
          throw new ModelException("too many instances");
        }
        expect(set);
      }
    } catch (DicomException _) {
      throw new ModelException("no metadata of the DICOM JSON model");
    }
    store();
  }

  /**
   * Goes through an instance once: who waits for which part is known from then on. To look it up
   * anew for each part would make a request of many take for ever.
   */
  private void expect(DataSet set) {
    Set<String> needed = new HashSet<>();
    needed(set, needed);
    Instance instance = new Instance(set, needed, new HashSet<>());
    for (String location : needed) {
      users.merge(location, 1, Integer::sum);
      if (!parts.containsKey(location)) {
        instance.missing.add(location);
        waiting.computeIfAbsent(location, _ -> new ArrayList<>()).add(instance);
      }
    }
    instances.add(instance);
  }

  private void needed(DataSet set, Set<String> uris) {
    for (Element element : set) {
      switch (element) {
        case BulkElement bulk -> uris.add(resolved(bulk.uri()));
        case SequenceElement sequence -> sequence.items().forEach(item -> needed(item, uris));
        case ValueElement _, FragmentsElement _ -> {}
      }
    }
  }

  /** A part's location and a value's URI mean the same where they resolve to the same. */
  private String resolved(String uri) {
    try {
      return base.resolve(uri).toString();
    } catch (IllegalArgumentException _) {
      return uri;
    }
  }

  /** Takes a part with bulk data; one that nobody refers to by now is passed over. */
  void bulk(MultipartReader.Part part) throws IOException {
    String location = resolved(part.location());
    if (part.location().isEmpty() || !waiting.containsKey(location)) {
      return;
    }
    parts.put(location, new Bulk(part.type(), read(part.body())));
    for (Instance instance : waiting.getOrDefault(location, List.of())) {
      instance.missing.remove(location);
    }
    waiting.remove(location);
    store();
  }

  private Optional<byte[]> read(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[64 << 10];
    boolean room = true;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      if (room) {
        room =
            held + read <= MAX_HELD
                && bytes.size() + read <= Limits.MAX_VALUE_BYTES
                && memory.take(read);
        held += room ? read : 0;
        if (room) {
          bytes.write(buffer, 0, read);
        }
      }
    }
    if (!room) {
      giveBack(bytes.size());
    }
    return room ? Optional.of(bytes.toByteArray()) : Optional.empty();
  }

  private void giveBack(long bytes) {
    memory.giveBack(bytes);
    held -= bytes;
  }

  /** Stores, in their order, the instances that have all their parts. */
  private void store() throws IOException {
    while (!instances.isEmpty() && instances.getFirst().missing.isEmpty()) {
      Instance instance = instances.removeFirst();
      store(instance.set);
      instance.needed.forEach(this::forget);
    }
  }

  /** Lets go of a part where no other instance refers to it. */
  private void forget(String location) {
    if (users.merge(location, -1, Integer::sum) > 0) {
      return;
    }
    users.remove(location);
    Optional.ofNullable(parts.remove(location))
        .flatMap(Bulk::bytes)
        .ifPresent(bytes -> giveBack(bytes.length));
  }

  private void store(DataSet set) throws IOException {
    String sopClass = set.string(Tag.SOP_CLASS_UID, "");
    String sopInstance = set.string(Tag.SOP_INSTANCE_UID, "");
    String[] syntax = {TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid()};
    Optional<Integer> failure = fill(set, syntax);
    Optional<TransferSyntax> known = TransferSyntax.of(syntax[0]);
    if (failure.isPresent() || known.isEmpty()) {
      queue.refuse(sopClass, sopInstance, failure.orElse(StoreReport.TRANSFER_SYNTAX));
      return;
    }
    set.removeGroupLengths();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataSetWriter.write(set, bytes, known.get());
    queue.store(
        sopClass, sopInstance, known.get().uid(), new ByteArrayInputStream(bytes.toByteArray()));
  }

  /** Puts the parts in place of their URIs; what is wrong where that can't be. */
  private Optional<Integer> fill(DataSet set, String[] syntax) {
    for (int tag : set.tags()) {
      Element element = set.get(tag).orElseThrow();
      switch (element) {
        case BulkElement bulk -> {
          Bulk part = parts.get(resolved(bulk.uri()));
          if (part == null) {
            return Optional.of(StoreReport.UNREADABLE);
          }
          if (part.bytes.isEmpty()) {
            return Optional.of(StoreReport.RESOURCES);
          }
          Optional<Element> value = value(bulk, part, set, syntax);
          if (value.isEmpty()) {
            return Optional.of(StoreReport.TRANSFER_SYNTAX);
          }
          set.put(value.get());
        }
        case SequenceElement sequence -> {
          for (DataSet item : sequence.items()) {
            Optional<Integer> failure = fill(item, syntax);
            if (failure.isPresent()) {
              return failure;
            }
          }
        }
        // Which syntax the fragments are of, the model doesn't say.
        case FragmentsElement _ -> {
          return Optional.of(StoreReport.TRANSFER_SYNTAX);
        }
        case ValueElement _ -> {}
      }
    }
    return Optional.empty();
  }

  /**
   * A part as the value that it stands for. Bytes are the value itself, in little endian; an image
   * or a video is the one fragment of pixel data of its transfer syntax (PS3.18 §10.5.2.2).
   */
  private static Optional<Element> value(
      BulkElement bulk, Bulk part, DataSet set, String[] syntax) {
    byte[] bytes = part.bytes.orElseThrow();
    byte[] even = Arrays.copyOf(bytes, bytes.length + (bytes.length & 1));
    if (part.type.isAs(MediaType.OCTETS)) {
      Optional<String> named = part.type.transferSyntax();
      boolean plain = named.isEmpty() || named.get().equals(syntax[0]);
      return plain ? Optional.of(new ValueElement(bulk.tag(), bulk.vr(), even)) : Optional.empty();
    }
    Optional<String> compressed =
        part.type.transferSyntax().or(() -> MediaTransferSyntaxes.defaultOf(part.type));
    boolean oneFragment =
        part.type.type().equals("video") || set.string(Tag.NUMBER_OF_FRAMES, "1").equals("1");
    if (bulk.tag() != Tag.PIXEL_DATA || compressed.isEmpty() || !oneFragment) {
      // A document or the like: its bytes are the value.
      return bulk.tag() == Tag.PIXEL_DATA
          ? Optional.empty()
          : Optional.of(new ValueElement(bulk.tag(), bulk.vr(), even));
    }
    syntax[0] = compressed.get();
    return Optional.of(new FragmentsElement(bulk.tag(), Vr.OB, new byte[0], List.of(even)));
  }

  /** Ends the request: what still misses a part fails. */
  void finish() throws IOException {
    while (!instances.isEmpty()) {
      store(instances.removeFirst().set);
    }
  }

  /** Gives back what a request that broke off held. */
  @Override
  public void close() {
    giveBack(held);
    parts.clear();
  }

  /** No more metadata than one document may have, in all of the request's parts. */
  private final class Counted extends InputStream {
    private final InputStream in;

    Counted(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int start, int length) throws IOException {
      int read = in.read(target, start, length);
      metadata += Math.max(read, 0);
      if (metadata > Limits.MAX_JSON_BYTES) {
        throw new ModelException("the metadata is too long");
      }
      return read;
    }
  }
}
