package huisclos.net.internal;

import huisclos.net.AcceptedContext;

/**
 * A DIMSE message as it comes in: its command, and its data set still on the wire. The data set has
 * to be read or drained before the next message is.
 */
record Message(AcceptedContext context, Command command, PdvInputStream dataSet) {}
