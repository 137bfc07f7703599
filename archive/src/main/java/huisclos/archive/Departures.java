package huisclos.archive;

import huisclos.dicom.DicomException;
import huisclos.dicom.Rule;
import huisclos.gate.Pass;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * In which transfer syntaxes instances leave, through whichever door: as {@link Conversion} has it,
 * and as a {@link PixelTranscoder} can make them. Thread-safe.
 */
public final class Departures {
  private final Archive archive;
  private final PixelTranscoder pixels;

  /** Instances of this archive, their pixel data changed by that. */
  public Departures(Archive archive, PixelTranscoder pixels) {
    this.archive = archive;
    this.pixels = pixels;
  }

  /**
   * The syntaxes in which an instance kept in {@code stored} may leave, best first: its own, then
   * uncompressed ones, then compressed ones. Pixel data that is damaged can leave in its own alone.
   */
  public List<String> offers(String stored) {
    Set<String> offers = new LinkedHashSet<>(Conversion.offers(stored));
    offers.addAll(pixels.targets(stored));
    return List.copyOf(offers);
  }

  /**
   * The syntax in which an instance kept in {@code stored} is to be sent to whom accepts these; the
   * best of its {@link #offers} that is among them.
   */
  public Optional<String> choose(String stored, Collection<String> accepted) {
    return offers(stored).stream().filter(accepted::contains).findFirst();
  }

  /**
   * Prepares an instance to leave in the syntax {@code target}: one whose pixel data is to be coded
   * otherwise is transcoded here, so that damage shows before a byte has left.
   *
   * @throws DicomException if the target is none of the {@link #offers}
   * @throws IOException if it can't be read
   */
  public Departure prepare(Pass pass, StoredInstance instance, String target) throws IOException {
    String stored = instance.transferSyntax();
    if (Conversion.offers(stored).contains(target)) {
      return new Departure.Ready(
          Conversion.length(instance, target),
          out -> Conversion.copy(archive, pass, instance, target, out),
          () -> {});
    }
    if (!pixels.targets(stored).contains(target)) {
      throw new DicomException(Rule.TRANSFER_SYNTAX);
    }
    return pixels.prepare(() -> archive.open(pass, instance), stored, target);
  }
}
