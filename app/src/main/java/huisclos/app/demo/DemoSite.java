package huisclos.app.demo;

import java.time.LocalDate;
import java.util.List;

/**
 * A site of plainly invented patients: what {@code serve --demo} shows. All of it follows from a
 * seed and a day, and no image is drawn before it is asked for.
 *
 * <p>Immutable and thread-safe.
 */
public final class DemoSite {
  private final List<DemoStudy> studies;
  private final List<DemoObject> objects;

  /**
   * A site.
   *
   * @param seed equal seeds and days make equal sites, byte for byte
   * @param today studies lie in the weeks before this day
   */
  public DemoSite(long seed, LocalDate today) {
    var catalog = new DemoCatalog(seed, today);
    studies = catalog.studies();
    objects = catalog.objects();
  }

  /** Every patient, each with at least one study. */
  public List<DemoPatient> patients() {
    return DemoPeople.ALL;
  }

  /** Every study, in the order of {@link #objects}. */
  public List<DemoStudy> studies() {
    return studies;
  }

  /**
   * Every instance, study by study and series by series. Each is a handle whose content is made
   * when asked for, so the list costs nothing; instances may be made in any order and by several
   * threads.
   */
  public List<DemoObject> objects() {
    return objects;
  }
}
