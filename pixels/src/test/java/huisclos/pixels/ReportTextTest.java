package huisclos.pixels;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reports whose words were written by somebody hostile. */
class ReportTextTest {
  private static final String SCRIPT = "<script>alert('1')</script>\" onload=x &amp;";

  private static DataSet item(String type, String name) {
    DataSet code = new DataSet();
    code.putString(Tag.CODE_MEANING, name);
    DataSet item = new DataSet();
    item.putString(Tag.VALUE_TYPE, type);
    item.putItems(Tag.CONCEPT_NAME_CODE_SEQUENCE, List.of(code));
    return item;
  }

  private static DataSet report(List<DataSet> content) {
    DataSet report = item("CONTAINER", "Chest " + SCRIPT);
    report.putItems(Tag.CONTENT_SEQUENCE, content);
    return report;
  }

  @Test
  void namesAndValuesInTheirOrder() {
    DataSet finding = item("TEXT", "Finding");
    finding.putString(Tag.TEXT_VALUE, "one\r\ntwo");
    DataSet unit = new DataSet();
    unit.putString(Tag.CODE_MEANING, "mm");
    DataSet measured = new DataSet();
    measured.putString(Tag.NUMERIC_VALUE, "12.5");
    measured.putItems(Tag.MEASUREMENT_UNITS_CODE_SEQUENCE, List.of(unit));
    DataSet length = item("NUM", "Length");
    length.putItems(Tag.MEASURED_VALUE_SEQUENCE, List.of(measured));
    DataSet report = report(List.of(finding, length));
    assertThat(ReportText.isReport(report)).isTrue();
    assertThat(ReportText.of(report).plain())
        .endsWith("  Finding: one\n    two\n  Length: 12.5 mm\n");
  }

  @Test
  void nothingOfAValueIsMarkup() {
    DataSet hostile = item("TEXT", SCRIPT);
    hostile.putString(Tag.SPECIFIC_CHARACTER_SET, "ISO_IR 192");
    hostile.putString(Tag.TEXT_VALUE, SCRIPT + "\u001B]0;title\u0007");
    DataSet person = item("PNAME", "By");
    person.putString(Tag.PERSON_NAME, "<img src=x>^A");
    DataSet report = report(List.of(hostile, person));
    report.putString(Tag.PATIENT_NAME, SCRIPT);
    String html = ReportText.of(report).html();
    assertThat(
            html.replaceAll(
                "</?(html|head|meta|title|body|h1|p|b|br)( [a-z]+=\"[-a-z0-9]+\")?>", ""))
        .startsWith("<!DOCTYPE html>")
        .satisfies(rest -> assertThat(rest.substring(15)).doesNotContain("<"));
    assertThat(html).contains("&lt;script&gt;alert(&#39;1&#39;)", "&amp;amp;");
    assertThat(ReportText.of(report).plain()).doesNotContain("\u001B", "\u0007");
  }

  @Test
  void aReportThatNeverEndsIsCut() {
    DataSet line = item("TEXT", "x");
    line.putString(Tag.TEXT_VALUE, "y".repeat(1000));
    ReportText text = ReportText.of(report(Collections.nCopies(30_000, line)));
    assertThat(text.lines().size()).isLessThanOrEqualTo(ReportText.MAX_LINES + 1);
    assertThat(text.plain().length()).isLessThan(2 * ReportText.MAX_CHARS);
    assertThat(text.plain()).endsWith("longer than is shown)\n");
  }
}
