package huisclos.desk.dimse;

import huisclos.archive.Archive;
import huisclos.archive.Departures;
import huisclos.archive.FindMemory;
import huisclos.courier.Courier;
import huisclos.gate.Gate;

/** What every association is served from. */
record DimseRooms(
    Gate gate,
    Archive archive,
    Departures departures,
    Courier courier,
    CommitDesk commitments,
    FindMemory findMemory) {}
