/** Reports: HTML, PDF, JSON, CSV, SARIF. */
@NullMarked
package huisclos.probe.report;

import org.jspecify.annotations.NullMarked;
