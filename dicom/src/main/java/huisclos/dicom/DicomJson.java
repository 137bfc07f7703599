package huisclos.dicom;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/**
 * Data sets as objects of the DICOM JSON model and back (PS3.18 Annex F). All functions are pure
 * and thread-safe; streams stay open and are read or written to the object's end.
 *
 * <p>Where the standard leaves a choice, or real values fall outside of it:
 *
 * <ul>
 *   <li>Group 0002 and group lengths are left out. Specific Character Set is a CS and, where it
 *       names a set, reads ISO_IR 192, since the text is UTF-8 now; that is also what {@link #read}
 *       declares.
 *   <li>Text loses its padding. Bytes that the declared character set does not hold read as {@link
 *       SpecificCharacterSet} says (U+FFFD at worst).
 *   <li>DS and IS are numbers with every digit kept; text that is no number within a double's range
 *       is a string. SV and UV beyond 2^53-1 are strings. FL and FD that are not finite are the
 *       strings {@code NaN}, {@code Infinity} and {@code -Infinity}.
 *   <li>Binary numbers whose length is no multiple of their width pass as UN with InlineBinary.
 *   <li>An empty value among several is {@code null}; an element without values has no {@code
 *       Value}. A sequence that the source calls UN is SQ.
 *   <li>InlineBinary is little endian. Encapsulated pixel data, for which the standard has no form,
 *       is an array {@code DataFragment} of objects with InlineBinary, the basic offset table
 *       first.
 * </ul>
 *
 * <p>Reading also takes: a number where text is due and the other way round, {@code vr} after the
 * value or, for tags of the dictionary, missing, a person name as a plain string, backslashes in a
 * value as separators (PS3.18 §F.2.4), {@code null} among binary numbers and unknown members (both
 * ignored). A BulkDataURI is kept ({@link BulkElement#uri()}) and never followed. Everything else
 * that is wrong is a {@link DicomException} with its byte offset, and every size is bounded by
 * {@link Limits}.
 */
public final class DicomJson {
  /** The member of an encapsulated value; no part of the standard, but of dcm4che's dialect too. */
  static final String FRAGMENTS = "DataFragment";

  /** Names of a person name's component groups (PS3.18 §F.2.2). */
  static final List<String> NAME_GROUPS = List.of("Alphabetic", "Ideographic", "Phonetic");

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          // A document that broke off must not look complete.
          .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxDocumentLength(Limits.MAX_JSON_BYTES)
                  .maxStringLength(Limits.MAX_JSON_TEXT_BYTES)
                  .maxNumberLength(NumberText.MAX_CHARS)
                  .maxNameLength(Limits.MAX_JSON_NAME_CHARS)
                  // A sequence is a member, its array and an item's object.
                  .maxNestingDepth(3 * Limits.MAX_DEPTH + 8)
                  .build())
          .build();

  private DicomJson() {}

  /**
   * Writes one object in UTF-8.
   *
   * @throws DicomException if text or numbers of one element exceed {@link
   *     Limits#MAX_JSON_TEXT_BYTES}
   */
  public static void write(DataSet set, OutputStream out, JsonOptions options) throws IOException {
    write(out, options, json -> new JsonTreeWriter(json, options).dataSet(set, 0));
  }

  /** Writes one array of such objects, as searches answer with. */
  public static void writeAll(Iterable<DataSet> sets, OutputStream out, JsonOptions options)
      throws IOException {
    write(
        out,
        options,
        json -> {
          JsonTreeWriter writer = new JsonTreeWriter(json, options);
          json.writeStartArray();
          for (DataSet set : sets) {
            writer.dataSet(set, 0);
          }
          json.writeEndArray();
        });
  }

  /**
   * Reads a data set to its end and writes it as one object in UTF-8 meanwhile, holding little of
   * it, however large it is.
   *
   * @throws DicomException if the data set breaks a rule; what was written by then is no complete
   *     JSON document
   */
  public static void write(DataSetReader in, OutputStream out, JsonOptions options)
      throws IOException {
    write(out, options, json -> new JsonTokenWriter(in, json, options).dataSet());
  }

  /**
   * Reads one object; anything but white space after it is an error.
   *
   * @throws DicomException if it is no JSON, not of the model, or beyond a limit
   */
  public static DataSet read(InputStream in) throws IOException {
    return read(in, JsonReader::document);
  }

  /**
   * Reads an array of objects, as instances are sent by STOW-RS, or one object alone; anything but
   * white space after it is an error.
   *
   * @throws DicomException if it is no JSON, not of the model, or beyond a limit, which all objects
   *     share
   */
  public static List<DataSet> readAll(InputStream in) throws IOException {
    return read(in, JsonReader::documents);
  }

  private interface Reading<T> {
    T read(JsonReader reader) throws IOException;
  }

  private static <T> T read(InputStream in, Reading<T> reading) throws IOException {
    Watched source = new Watched(in);
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), source)) {
      try {
        return reading.read(new JsonReader(json));
      } catch (JacksonException e) {
        throw source.told(e, json.currentLocation().getByteOffset());
      }
    } catch (JacksonException e) {
      // The encoding is guessed when the parser is made.
      throw source.told(e, 0);
    }
  }

  /** Whether an element has a place in the JSON model (PS3.18 §F.2.2). */
  static boolean isShown(int tag) {
    return Tags.group(tag) != 0x0002 && !Tags.isGroupLength(tag);
  }

  /** Checks that text or numbers may be taken into memory to be written. */
  static void checkText(Vr vr, long length, long offset, int tag) throws DicomException {
    if (length > Limits.MAX_JSON_TEXT_BYTES && (vr.isString() || JsonValueWriter.isNumbers(vr))) {
      throw new DicomException(Rule.JSON_TEXT, offset, tag);
    }
  }

  private interface Body {
    void writeTo(JsonGenerator json) throws IOException;
  }

  private static void write(OutputStream out, JsonOptions options, Body body) throws IOException {
    ObjectWriteContext context = options.indented() ? new Indented() : ObjectWriteContext.empty();
    try (JsonGenerator json = JSON.createGenerator(context, out)) {
      body.writeTo(json);
      json.flush();
    } catch (JacksonException e) {
      if (e instanceof JacksonIOException && e.getCause() instanceof IOException io) {
        throw io;
      }
      throw translated(e, -1);
    }
  }

  /**
   * Jackson's messages quote their input and its exceptions know their source: neither may get out,
   * not even as a cause.
   */
  private static DicomException translated(JacksonException e, long offset) {
    Rule rule = e instanceof StreamConstraintsException ? Rule.JSON_LIMIT : Rule.JSON_SYNTAX;
    return new DicomException(rule, offset, 0);
  }

  /** The caller's stream: its own failures are told as they are, Jackson's as broken rules. */
  private static final class Watched extends FilterInputStream {
    private @Nullable IOException failure;

    Watched(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int start, int length) throws IOException {
      try {
        return super.read(target, start, length);
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    IOException told(JacksonException e, long offset) {
      if (e.getCause() instanceof DicomException ours) {
        return ours;
      }
      return failure != null ? failure : translated(e, offset);
    }
  }

  private static final class Indented extends ObjectWriteContext.Base {
    @Override
    public PrettyPrinter getPrettyPrinter() {
      return new DefaultPrettyPrinter();
    }

    @Override
    public boolean hasPrettyPrinter() {
      return true;
    }
  }
}
