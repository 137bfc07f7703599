package huisclos.probe.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The look of pages, and a content security policy that allows this style and nothing else. */
public final class Style {
  /** The style sheet. */
  public static final String SHEET =
      """
      :root{--ink:#1a2026;--soft:#5b6670;--line:#d9dee3;--paper:#fff;--card:#f6f8f9;\
      --red:#b42318;--amber:#b54708;--blue:#175cd3;--green:#067647;--grey:#98a2b3}
      @media (prefers-color-scheme:dark){:root{--ink:#e6eaee;--soft:#9aa6b2;--line:#333c45;\
      --paper:#13181d;--card:#1c2329;--red:#f97066;--amber:#fdb022;--blue:#84adff;\
      --green:#47cd89;--grey:#667085}}
      *{box-sizing:border-box}
      body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,\
      -apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
      main{max-width:66rem;margin:0 auto;padding:2.5rem 1.5rem 4rem}
      h1{font-size:2rem;line-height:1.2;margin:0}
      h2{font-size:1.3rem;margin:2.8rem 0 .8rem;padding-top:1rem;border-top:1px solid var(--line)}
      h3{font-size:1.02rem;margin:0 0 .5rem}
      p{margin:.4rem 0;max-width:46rem}
      .sub{color:var(--soft);font-size:1.05rem}
      .lead{font-size:1.15rem;margin-top:1.2rem}
      .warn{border-left:4px solid var(--amber);padding:.2rem .8rem}
      .facts{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1.2rem;\
      margin:1.4rem 0;font-size:.93rem}
      .facts dt{color:var(--soft)}.facts dd{margin:0;overflow-wrap:anywhere}
      .keys{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:1rem;\
      margin:1.6rem 0}
      .key{background:var(--card);border:1px solid var(--line);border-radius:10px;\
      padding:1rem 1.1rem}
      .key b{display:block;font-size:1.6rem;line-height:1.2;white-space:nowrap;font-variant-numeric:tabular-nums}
      .key span{color:var(--soft);font-size:.9rem}
      .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(26rem,1fr));gap:1.2rem;\
      align-items:start}
      figure{margin:0;background:var(--card);border:1px solid var(--line);border-radius:10px;\
      padding:1rem}
      figcaption{font-weight:600;margin-bottom:.6rem}
      svg{width:100%;height:auto;display:block}
      text{fill:var(--ink);font-size:13px}text.l{fill:var(--soft)}text.s{font-size:11px}
      rect.red{fill:var(--red)}rect.amber{fill:var(--amber)}rect.blue{fill:var(--blue)}
      rect.green{fill:var(--green)}rect.grey{fill:var(--grey)}
      .axis{stroke:var(--line);fill:none}.line{stroke:var(--red);fill:none;stroke-width:2}
      .dot{fill:var(--red)}
      .wide{overflow-x:auto}
      table{border-collapse:collapse;width:100%;font-size:.92rem}
      th,td{text-align:left;padding:.4rem .7rem .4rem 0;border-bottom:1px solid var(--line);\
      vertical-align:top}
      th{color:var(--soft);font-weight:600}
      .n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
      .door{border:1px solid var(--line);border-radius:10px;padding:1rem 1.2rem;margin:1rem 0}
      .door h3{display:flex;flex-wrap:wrap;gap:.6rem;align-items:baseline}
      .badge{font-size:.8rem;font-weight:600;border-radius:99px;padding:.1rem .6rem;\
      border:1px solid currentColor}
      .badge.red{color:var(--red)}.badge.amber{color:var(--amber)}
      .small{font-size:.88rem;color:var(--soft)}
      ol,ul{padding-left:1.3rem;max-width:46rem}li{margin:.25rem 0}
      @media print{:root{--ink:#000;--soft:#444;--line:#bbb;--paper:#fff;--card:#fff;\
      --red:#b42318;--amber:#b54708;--blue:#175cd3;--green:#067647;--grey:#98a2b3;font-size:11px}
      body{font-size:1rem}.keys{grid-template-columns:repeat(4,1fr)}main{max-width:none;padding:0}
      .door,figure,.key,tr,li{break-inside:avoid}h2,h3{break-after:avoid}
      .charts{grid-template-columns:1fr 1fr}rect{print-color-adjust:exact}@page{margin:16mm}}
      """;

  private Style() {}

  /** The page up to its body. */
  public static String head(String language, String title) {
    return "<!DOCTYPE html>\n<html lang=\""
        + language
        + "\"><head><meta charset=\"utf-8\">\n"
        + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src"
        + " 'sha256-"
        + hash()
        + "'; base-uri 'none'; form-action 'none'\">\n"
        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        + "<meta name=\"color-scheme\" content=\"light dark\">\n"
        + "<meta name=\"robots\" content=\"noindex\">\n<title>"
        + Html.escape(title)
        + "</title>\n<style>"
        + SHEET
        + "</style></head>\n<body><main>\n";
  }

  /** The page's end. */
  public static String foot() {
    return "</main></body></html>\n";
  }

  private static String hash() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(SHEET.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
