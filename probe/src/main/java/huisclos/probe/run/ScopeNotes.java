package huisclos.probe.run;

import huisclos.probe.finding.Door;
import huisclos.probe.results.ScopeNote;
import huisclos.probe.scope.PortRule;
import huisclos.probe.scope.Scope;
import java.util.List;

/** What of a scope is kept with its runs. */
final class ScopeNotes {
  private ScopeNotes() {}

  /** Of a run over all of it. */
  static ScopeNote of(Scope scope) {
    List<Scope.Piece> pieces = scope.pieces();
    return note(
        scope,
        scope.ports().stream().map(ScopeNotes::words).toList(),
        pieces.stream().map(Scope.Piece::cidr).limit(ScopeNote.MAX_RANGES / 3).toList(),
        owners(pieces));
  }

  /** Of a run over some of its doors. */
  static ScopeNote of(Scope scope, List<Door> doors) {
    return note(
        scope,
        doors.stream()
            .map(door -> words(new PortRule(door.port(), door.kind())))
            .distinct()
            .toList(),
        doors.stream()
            .map(door -> door.address() + (door.address().indexOf(':') < 0 ? "/32" : "/128"))
            .distinct()
            .toList(),
        owners(scope.pieces()));
  }

  private static ScopeNote note(
      Scope scope, List<String> ports, List<String> ranges, List<ScopeNote.Owned> owners) {
    return new ScopeNote(
        scope.authorisers(),
        scope.optOut(),
        scope.from(),
        scope.until(),
        scope.rungs(),
        ports,
        ranges,
        scope.excluded().stream().limit(ScopeNote.MAX_RANGES / 3).toList(),
        owners);
  }

  private static List<ScopeNote.Owned> owners(List<Scope.Piece> pieces) {
    return pieces.stream()
        .filter(piece -> !piece.owner().isEmpty())
        .map(piece -> new ScopeNote.Owned(piece.cidr(), piece.owner()))
        .limit(ScopeNote.MAX_RANGES / 3)
        .toList();
  }

  private static String words(PortRule rule) {
    return rule.port() + " " + rule.kind().word();
  }
}
