/**
 * Orders and patients' data by HL7 v2: messages in MLLP frames over TLS with a client certificate,
 * mapped as IHE Radiology has it (RAD TF-2, Scheduled Workflow). Nothing of a message is logged.
 */
@NullMarked
package huisclos.desk.hl7;

import org.jspecify.annotations.NullMarked;
