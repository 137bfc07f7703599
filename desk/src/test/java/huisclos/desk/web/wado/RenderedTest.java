package huisclos.desk.web.wado;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.archive.AttributeChange;
import huisclos.archive.Level;
import huisclos.desk.transcoding.PixelServices;
import huisclos.desk.web.Endpoint;
import huisclos.desk.web.FakeCall;
import huisclos.desk.web.Route;
import huisclos.desk.web.WebSite;
import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Uids;
import huisclos.dicom.Vr;
import huisclos.gate.Request;
import huisclos.pixels.ForeignCodecs;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is seen of stored instances, asked for as a browser or a viewer does. */
class RenderedTest {
  private static final String STUDY = "/dicom-web/studies/{study}";
  private static final String SERIES = STUDY + "/series/{series}";
  private static final String INSTANCE = SERIES + "/instances/{instance}";

  @TempDir static Path home;
  private static WebSite site;
  private static final Map<String, Endpoint> ROUTES = new HashMap<>();

  @BeforeAll
  static void open() throws IOException {
    site = new WebSite(home);
    for (int i = 1; i <= 3; i++) {
      site.store(WebSite.ct(1, 1, 1, i));
    }
    site.store(frames());
    site.store(report());
    for (Route route :
        DicomWebRendering.routes(
            site.gate, site.archive, new PixelServices(site.archive, ForeignCodecs.NONE))) {
      ROUTES.put(route.template(), route.endpoint());
    }
  }

  @AfterAll
  static void close() throws IOException {
    site.close();
  }

  /** Four frames, each of one grey: 0, 60, 120, 180. */
  private static DataSet frames() {
    DataSet set = WebSite.ct(1, 1, 2, 1);
    set.putString(Tag.NUMBER_OF_FRAMES, "4");
    set.putInt(Tag.BITS_ALLOCATED, 8);
    set.putInt(Tag.BITS_STORED, 8);
    set.putInt(Tag.HIGH_BIT, 7);
    byte[] pixels = new byte[4 * 256];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (60 * (i / 256));
    }
    set.putBytes(Tag.PIXEL_DATA, Vr.OB, pixels);
    return set;
  }

  private static DataSet report() {
    DataSet text = new DataSet();
    text.putString(Tag.VALUE_TYPE, "TEXT");
    text.putString(Tag.TEXT_VALUE, "<script>alert(1)</script>");
    DataSet set = WebSite.ct(1, 1, 3, 1);
    set.remove(Tag.PIXEL_DATA);
    set.putString(Tag.SOP_CLASS_UID, Uids.BASIC_TEXT_SR_STORAGE);
    set.putString(Tag.VALUE_TYPE, "CONTAINER");
    set.putItems(Tag.CONTENT_SEQUENCE, List.of(text));
    return set;
  }

  private static FakeCall get(String template, int series, int instance) {
    return FakeCall.get(site.operator, template)
        .variable("study", WebSite.study(1, 1))
        .variable("series", WebSite.series(1, 1, series))
        .variable("instance", WebSite.instance(1, 1, series, instance));
  }

  private static FakeCall asked(String template, FakeCall call) throws IOException {
    Endpoint endpoint = ROUTES.get(template);
    assertThat(endpoint).as(template).isNotNull();
    return call.at(endpoint);
  }

  private static BufferedImage image(FakeCall answer) throws IOException {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return ImageIO.read(new ByteArrayInputStream(answer.bytes()));
  }

  @Test
  void anInstanceIsAJpegUnlessSomethingElseIsLiked() throws IOException {
    String rendered = INSTANCE + "/rendered";
    FakeCall plain = asked(rendered, get(rendered, 1, 1));
    assertThat(plain.contentType()).isEqualTo("image/jpeg");
    assertThat(image(plain).getWidth()).isEqualTo(16);
    FakeCall png =
        asked(
            rendered,
            get(rendered, 1, 1)
                .asking("Accept", "image/png, image/jpeg;q=0.5")
                .parameter("viewport", "8,8")
                .parameter("window", "100,200,linear-exact"));
    assertThat(png.contentType()).isEqualTo("image/png");
    assertThat(image(png).getHeight()).isEqualTo(8);
    FakeCall none = asked(rendered, get(rendered, 1, 1).asking("Accept", "video/mpeg"));
    assertThat(none.status()).isEqualTo(406);
    assertThat(none.text()).contains("image/jpeg");
  }

  @Test
  void whatIsKnownIsNotSentAgain() throws IOException {
    String rendered = INSTANCE + "/rendered";
    String tag = asked(rendered, get(rendered, 1, 1)).answered("ETag").orElseThrow();
    assertThat(asked(rendered, get(rendered, 1, 1).asking("If-None-Match", tag)).status())
        .isEqualTo(304);
    FakeCall smaller =
        get(rendered, 1, 1).asking("If-None-Match", tag).parameter("viewport", "9,9");
    assertThat(asked(rendered, smaller).status()).isEqualTo(200);
  }

  /** Who has an earlier version's picture gets the new one's, under its own tag. */
  @Test
  void whatChangedIsSentAgain() throws IOException {
    site.store(WebSite.ct(9, 1, 1, 1));
    String rendered = INSTANCE + "/rendered";
    String tag = asked(rendered, ofNine(rendered)).answered("ETag").orElseThrow();
    AttributeChange change = new AttributeChange();
    assertThat(change.set(Tag.STUDY_DESCRIPTION, "CORRECTED")).isEqualTo(AttributeChange.Added.YES);
    site.archive
        .keeping()
        .correct(site.pass(new Request.Keep()), Level.STUDY, WebSite.study(9, 1), change, "a test");
    FakeCall again = asked(rendered, ofNine(rendered).asking("If-None-Match", tag));
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.answered("ETag")).isPresent().get().isNotEqualTo(tag);
  }

  private static FakeCall ofNine(String template) {
    return FakeCall.get(site.operator, template)
        .variable("study", WebSite.study(9, 1))
        .variable("series", WebSite.series(9, 1, 1))
        .variable("instance", WebSite.instance(9, 1, 1, 1));
  }

  @Test
  void malformedParametersAreSaidSo() throws IOException {
    String rendered = INSTANCE + "/rendered";
    for (List<String> bad :
        List.of(
            List.of("viewport", "0,5"),
            List.of("viewport", "99999,5"),
            List.of("viewport", "5"),
            List.of("viewport", "5,5,0,0,0,"),
            List.of("window", "1,2"),
            List.of("window", "1,2,cubic"),
            List.of("window", "NaN,2,linear"),
            List.of("window", "1,0,linear"),
            List.of("quality", "0"),
            List.of("quality", "1e9"),
            List.of("annotation", ""),
            List.of("annotation", "patient,<b>"),
            List.of("iccprofile", "cmyk"))) {
      FakeCall call = get(rendered, 1, 1).parameter(bad.get(0), bad.get(1));
      assertThat(asked(rendered, call).status()).as(bad.toString()).isEqualTo(400);
    }
    String thumbnail = INSTANCE + "/thumbnail";
    FakeCall part = get(thumbnail, 1, 1).parameter("viewport", "5,5,1,1,4,4");
    assertThat(asked(thumbnail, part).status()).isEqualTo(400);
    FakeCall outside = get(rendered, 1, 1).parameter("viewport", "5,5,100,100,5,5");
    assertThat(asked(rendered, outside).status()).isEqualTo(406);
  }

  /** What isn't done is said; the rest is done (PS3.18 §8.3.5.1.1, §8.3.5.1.5). */
  @Test
  void whatIsNotSupportedIsSaid() throws IOException {
    String rendered = INSTANCE + "/rendered";
    FakeCall call =
        asked(
            rendered,
            get(rendered, 1, 1)
                .parameter("annotation", "patient,everything")
                .parameter("iccprofile", "srgb")
                .parameter("viewport", "8,8,,,8"));
    assertThat(image(call).getWidth()).isLessThanOrEqualTo(8);
    assertThat(call.answered("Warning").orElseThrow())
        .contains("299 - \"The following annotation values are not supported: everything\"")
        .contains("iccprofile");
    FakeCall plain =
        asked(
            rendered,
            get(rendered, 1, 1).parameter("annotation", "patient").parameter("iccprofile", "no"));
    assertThat(plain.status()).isEqualTo(200);
    assertThat(plain.answered("Warning")).isEmpty();
  }

  @Test
  void framesAreShownByNumber() throws IOException {
    String frames = INSTANCE + "/frames/{frames}/rendered";
    FakeCall third =
        asked(frames, get(frames, 2, 1).variable("frames", "3").asking("Accept", "image/png"));
    assertThat(image(third).getRaster().getSample(5, 5, 0)).isEqualTo(120);
    FakeCall two =
        asked(
            frames,
            get(frames, 2, 1)
                .variable("frames", "2,4")
                .asking("Accept", "multipart/related; type=\"image/png\""));
    assertThat(two.contentType()).startsWith("multipart/related; type=\"image/png\"");
    assertThat(two.bytes())
        .asString(StandardCharsets.ISO_8859_1)
        .contains("/frames/2/rendered", "/frames/4/rendered")
        .doesNotContain("/frames/1/rendered");
    assertThat(asked(frames, get(frames, 2, 1).variable("frames", "5")).status()).isEqualTo(404);
    assertThat(asked(frames, get(frames, 2, 1).variable("frames", "0")).status()).isEqualTo(400);
  }

  @Test
  void severalFramesAreAnAnimationOrTheMiddleOne() throws IOException {
    String rendered = INSTANCE + "/rendered";
    FakeCall gif = asked(rendered, get(rendered, 2, 1).asking("Accept", "image/gif"));
    var reader = ImageIO.getImageReadersByMIMEType("image/gif").next();
    reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(gif.bytes())));
    assertThat(reader.getNumImages(true)).isEqualTo(4);
    FakeCall middle = asked(rendered, get(rendered, 2, 1).asking("Accept", "image/png"));
    assertThat(image(middle).getRaster().getSample(0, 0, 0)).isEqualTo(120);
  }

  @Test
  void aStudyIsAPictureOfEachInstanceThatHasOne() throws IOException {
    String rendered = STUDY + "/rendered";
    FakeCall call = asked(rendered, get(rendered, 1, 1));
    assertThat(call.contentType()).startsWith("multipart/related; type=\"image/jpeg\"");
    String body = new String(call.bytes(), StandardCharsets.ISO_8859_1);
    assertThat(body.split("Content-Type: image/jpeg", -1)).hasSize(1 + 4);
    assertThat(asked(rendered, get(rendered, 1, 1).asking("Accept", "image/jpeg")).status())
        .isEqualTo(406);
    String series = SERIES + "/rendered";
    assertThat(asked(series, get(series, 3, 1)).status()).isEqualTo(406);
  }

  @Test
  void thumbnailsAreSmallAtEveryLevel() throws IOException {
    for (String level : List.of(STUDY, SERIES, INSTANCE)) {
      String thumbnail = level + "/thumbnail";
      BufferedImage small = image(asked(thumbnail, get(thumbnail, 1, 1)));
      assertThat(Math.max(small.getWidth(), small.getHeight())).isEqualTo(128);
    }
    String thumbnail = SERIES + "/thumbnail";
    assertThat(asked(thumbnail, get(thumbnail, 3, 1)).status()).isEqualTo(404);
  }

  @Test
  void reportsAreReadAndHarmless() throws IOException {
    String rendered = INSTANCE + "/rendered";
    FakeCall html = asked(rendered, get(rendered, 3, 1).asking("Accept", "text/html,*/*;q=0.1"));
    assertThat(html.contentType()).isEqualTo("text/html; charset=utf-8");
    assertThat(html.text()).contains("&lt;script&gt;").doesNotContain("<script");
    FakeCall plain = asked(rendered, get(rendered, 3, 1).asking("Accept", "text/plain"));
    assertThat(plain.contentType()).isEqualTo("text/plain; charset=utf-8");
    FakeCall xml = asked(rendered, get(rendered, 3, 1).asking("Accept", "text/xml"));
    assertThat(xml.contentType()).isEqualTo("text/xml; charset=utf-8");
    assertThat(xml.text()).contains("NativeDicomModel").doesNotContain("<script");
  }

  @Test
  void whatIsNotThereIsNotFound() throws IOException {
    String rendered = INSTANCE + "/rendered";
    assertThat(asked(rendered, get(rendered, 7, 7)).status()).isEqualTo(404);
  }

  private static FakeCall wado(String... parameters) {
    FakeCall call =
        FakeCall.get(site.operator, "/wado")
            .parameter("requestType", "WADO")
            .parameter("studyUID", WebSite.study(1, 1))
            .parameter("seriesUID", WebSite.series(1, 1, 2))
            .parameter("objectUID", WebSite.instance(1, 1, 2, 1));
    for (int i = 0; i < parameters.length; i += 2) {
      call.parameter(parameters[i], parameters[i + 1]);
    }
    return call;
  }

  @Test
  void oneInstanceByParameters() throws IOException {
    assertThat(asked("/wado", wado()).contentType()).isEqualTo("image/jpeg");
    FakeCall frame =
        asked(
            "/wado",
            wado("contentType", "image/png", "frameNumber", "4", "rows", "4", "columns", "32"));
    assertThat(image(frame).getRaster().getSample(0, 0, 0)).isEqualTo(180);
    assertThat(image(frame).getWidth()).isEqualTo(4);
    FakeCall part = asked("/wado", wado("contentType", "image/png", "region", "0.5,0,1,0.25"));
    assertThat(image(part).getWidth()).isEqualTo(8);
    assertThat(image(part).getHeight()).isEqualTo(4);
    FakeCall file = asked("/wado", wado("contentType", "application/dicom"));
    assertThat(file.status()).isEqualTo(200);
    assertThat(file.contentType()).startsWith("application/dicom");
    assertThat(new String(file.bytes(), 128, 4, StandardCharsets.US_ASCII)).isEqualTo("DICM");
    assertThat(asked("/wado", wado("contentType", "image/jpeg;q=0.2,image/png")).contentType())
        .isEqualTo("image/png");
    assertThat(asked("/wado", wado("contentType", "*/*")).contentType()).isEqualTo("image/jpeg");
    // Without the parameter the header says it, with its weights.
    for (List<String> liked :
        List.of(
            List.of("application/dicom;q=0.5, image/png;q=0.9", "image/png"),
            List.of("application/dicom, image/png;q=0.9", "application/dicom"),
            List.of("text/html, */*;q=0.8", "image/jpeg"))) {
      assertThat(asked("/wado", wado().asking("Accept", liked.get(0))).contentType())
          .startsWith(liked.get(1));
    }
    for (List<String> bad :
        List.of(
            List.of("anonymize", "yes"),
            List.of("region", "1,0,0,1"),
            List.of("windowCenter", "40"),
            List.of("frameNumber", "1,2"),
            List.of("contentType", "///"),
            List.of("contentType", "image/png,application/dicom"),
            List.of("presentationUID", "1.2"),
            List.of("frameNumber", "5"))) {
      assertThat(asked("/wado", wado(bad.get(0), bad.get(1))).status())
          .as(bad.toString())
          .isEqualTo(400);
    }
    assertThat(asked("/wado", FakeCall.get(site.operator, "/wado")).status()).isEqualTo(400);
  }
}
