package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.Element;
import huisclos.dicom.SpecificCharacterSet;
import huisclos.dicom.Tag;
import huisclos.gate.Disclosure;
import huisclos.gate.Gate;
import huisclos.gate.Pass;
import huisclos.gate.Verb;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Patients' data of pending orders, brought up to date by another system; and what that system says
 * about which patients are one. Images are never touched from here. Thread-safe.
 */
public final class OrderPatients {
  private final IndexDatabase index;
  private final Gate gate;
  private final Clock clock;
  private final OrderRows rows;
  private final OrderRecords records;
  private final Object changing;

  OrderPatients(
      IndexDatabase index,
      Gate gate,
      Clock clock,
      OrderRows rows,
      OrderRecords records,
      Object changing) {
    this.index = index;
    this.gate = gate;
    this.clock = clock;
    this.rows = rows;
    this.records = records;
    this.changing = changing;
  }

  /**
   * A merge that another system announced.
   *
   * @param id its number, by which it is dismissed
   * @param noted when it came
   * @param details Patient ID and issuer that stays; Other Patient IDs Sequence has the one that
   *     ends; identifies a patient
   */
  public record MergeProposal(long id, Instant noted, DataSet details) {
    /** Never the details. */
    @Override
    public String toString() {
      return "MergeProposal[" + id + "]";
    }
  }

  /**
   * Puts a patient's attributes into the pending entries of that patient; how many there were.
   *
   * @param patient Patient ID, issuer where it isn't the site's, and what is to be replaced
   */
  public int update(Pass pass, DataSet patient) throws IOException {
    Orders.require(pass, Verb.HL7);
    synchronized (changing) {
      return rewrite(pass, id(patient), issuer(patient), patient, "patient-update");
    }
  }

  /**
   * Moves the pending entries of one patient to another, and notes the merge where it isn't noted
   * yet, for a keeper to decide about the images; how many entries there were.
   */
  public int merge(Pass pass, String endingIssuer, String endingId, DataSet staying)
      throws IOException {
    Orders.require(pass, Verb.HL7);
    synchronized (changing) {
      int moved = rewrite(pass, endingId, endingIssuer, staying, "patient-merge");
      propose(endingIssuer, endingId, staying);
      return moved;
    }
  }

  private static String id(DataSet patient) {
    return patient.string(Tag.PATIENT_ID, "");
  }

  private static String issuer(DataSet patient) {
    return patient.string(Tag.ISSUER_OF_PATIENT_ID, "");
  }

  private int rewrite(Pass pass, String id, String issuer, DataSet patient, String why)
      throws IOException {
    List<WorklistEntry> entries = new ArrayList<>();
    List<OrderForm> forms = new ArrayList<>();
    String effective = issuer.isEmpty() ? rows.defaultIssuer() : issuer;
    for (OrderRows.Row row : Orders.waiting(index.read(s -> rows.ofPatient(s, effective, id)))) {
      DataSet whole = overlaid(rows.open(row), patient);
      if (OrderForm.of(whole, Optional.empty()) instanceof OrderForm.Check.Good(OrderForm form)) {
        forms.add(form);
        entries.add(
            new WorklistEntry(
                row.entry(), row.status(), row.source(), clock.instant(), form.attributes()));
      }
    }
    Disclosure about = entries.isEmpty() ? records.about(List.of(patient)) : records.of(entries);
    gate.record(List.of(pass.record(Outcome.DONE, about.with(Fact.REASON, why))));
    if (!entries.isEmpty()) {
      index.administer(session -> {
        for (int i = 0; i < entries.size(); i++) {
          rows.write(session, entries.get(i), forms.get(i), false);
        }
        return true;
      });
    }
    return entries.size();
  }

  private void propose(String endingIssuer, String endingId, DataSet staying) throws IOException {
    DataSet ending = new DataSet();
    staying.get(Tag.SPECIFIC_CHARACTER_SET).ifPresent(ending::put);
    ending.putString(Tag.PATIENT_ID, endingId);
    ending.putString(Tag.ISSUER_OF_PATIENT_ID, endingIssuer);
    DataSet details =
        staying.copyOf(
            List.of(Tag.SPECIFIC_CHARACTER_SET, Tag.PATIENT_ID, Tag.ISSUER_OF_PATIENT_ID));
    details.putItems(Tag.OTHER_PATIENT_IDS_SEQUENCE, List.of(ending));
    byte[] pair =
        rows.key("merge", String.join("\0", endingIssuer, endingId, issuer(staying), id(staying)));
    byte[] sealed = rows.sealProposal(details, pair);
    index.administer(session ->
        session.number(OrderSql.COUNT_PROPOSAL, pair) > 0
            ? 0
            : session.update(OrderSql.INSERT_PROPOSAL, pair, clock.millis(), sealed));
  }

  /** The merges that were announced and not yet dealt with, oldest first. */
  public List<MergeProposal> proposals(Pass pass) throws IOException {
    Orders.require(pass, Verb.FIND);
    record Row(long id, long noted, SealedColumn pair, SealedColumn details) {}
    List<Row> found =
        index.read(session -> {
          List<Row> list = new ArrayList<>();
          session.each(
              OrderSql.PROPOSALS,
              row ->
                  list.add(
                      new Row(
                          row.getLong(1),
                          row.getLong(2),
                          new SealedColumn(row.getBytes(3)),
                          new SealedColumn(row.getBytes(4)))),
              OrderLimits.MAX_LISTED);
          return list;
        });
    List<MergeProposal> proposals = new ArrayList<>();
    for (Row row : found) {
      proposals.add(
          new MergeProposal(
              row.id,
              Instant.ofEpochMilli(row.noted),
              rows.openProposal(row.details.bytes(), row.pair.bytes())));
    }
    if (!proposals.isEmpty()) {
      pass.disclose(records.about(proposals.stream().map(MergeProposal::details).toList()));
    }
    return proposals;
  }

  /** Takes a merge off the list, done or not to be done; false if there is none of this number. */
  public boolean dismiss(Pass pass, long id) throws IOException {
    Orders.require(pass, Verb.HL7);
    Disclosure about =
        Disclosure.of(List.of(), List.of(), 1).with(Fact.REASON, "merge-proposal-dismissed");
    gate.record(List.of(pass.record(Outcome.DONE, about)));
    return index.administer(s -> s.update(OrderSql.DELETE_PROPOSAL, id)) > 0;
  }

  /** One data set over another; in UTF-8 where their character sets differ. */
  static DataSet overlaid(DataSet base, DataSet over) {
    DataSet result = new DataSet();
    boolean alike = base.characterSet().terms().equals(over.characterSet().terms());
    if (alike) {
      base.forEach(result::put);
      over.forEach(result::put);
      return result;
    }
    result.putString(
        Tag.SPECIFIC_CHARACTER_SET, SpecificCharacterSet.UTF_8.terms().toArray(String[]::new));
    for (Element element : base) {
      if (!over.contains(element.tag()) && element.tag() != Tag.SPECIFIC_CHARACTER_SET) {
        Answer.convert(element, base, result);
      }
    }
    for (Element element : over) {
      if (element.tag() != Tag.SPECIFIC_CHARACTER_SET) {
        Answer.convert(element, over, result);
      }
    }
    return result;
  }
}
