package huisclos.net.internal;

import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The state transition table of PS3.8 §9.2.4 (Table 9-10) as data. Every association of this room,
 * on either side, runs on it. Immutable.
 */
public final class StateTable {
  /** One row an event, one column a state from Sta1 to Sta13; a dot is a cell that stays empty. */
  private static final String TABLE =
      """
      EVT_1  AE_1 .    .    .    .    .    .    .    .    .     .    .    .
      EVT_2  .    .    .    AE_2 .    .    .    .    .    .     .    .    .
      EVT_3  .    AA_1 AA_8 .    AE_3 AA_8 AA_8 AA_8 AA_8 AA_8  AA_8 AA_8 AA_6
      EVT_4  .    AA_1 AA_8 .    AE_4 AA_8 AA_8 AA_8 AA_8 AA_8  AA_8 AA_8 AA_6
      EVT_5  AE_5 .    .    .    .    .    .    .    .    .     .    .    .
      EVT_6  .    AE_6 AA_8 .    AA_8 AA_8 AA_8 AA_8 AA_8 AA_8  AA_8 AA_8 AA_7
      EVT_7  .    .    AE_7 .    .    .    .    .    .    .     .    .    .
      EVT_8  .    .    AE_8 .    .    .    .    .    .    .     .    .    .
      EVT_9  .    .    .    .    .    DT_1 .    AR_7 .    .     .    .    .
      EVT_10 .    AA_1 AA_8 .    AA_8 DT_2 AR_6 AA_8 AA_8 AA_8  AA_8 AA_8 AA_6
      EVT_11 .    .    .    .    .    AR_1 .    .    .    .     .    .    .
      EVT_12 .    AA_1 AA_8 .    AA_8 AR_2 AR_8 AA_8 AA_8 AA_8  AA_8 AA_8 AA_6
      EVT_13 .    AA_1 AA_8 .    AA_8 AA_8 AR_3 AA_8 AA_8 AR_10 AR_3 AA_8 AA_6
      EVT_14 .    .    .    .    .    .    .    AR_4 AR_9 .     .    AR_4 .
      EVT_15 .    .    AA_1 AA_2 AA_1 AA_1 AA_1 AA_1 AA_1 AA_1  AA_1 AA_1 .
      EVT_16 .    AA_2 AA_3 .    AA_3 AA_3 AA_3 AA_3 AA_3 AA_3  AA_3 AA_3 AA_2
      EVT_17 .    AA_5 AA_4 AA_4 AA_4 AA_4 AA_4 AA_4 AA_4 AA_4  AA_4 AA_4 AR_5
      EVT_18 .    AA_2 .    .    .    .    .    .    .    .     .    .    AA_2
      EVT_19 .    AA_1 AA_8 .    AA_8 AA_8 AA_8 AA_8 AA_8 AA_8  AA_8 AA_8 AA_7
      """;

  private static final Map<Event, Map<State, Action>> CELLS = parse();

  private StateTable() {}

  /** What an event means in a state; empty where the standard's cell is. */
  public static Optional<Action> cell(State state, Event event) {
    return Optional.ofNullable(CELLS.getOrDefault(event, Map.of()).get(state));
  }

  private static Map<Event, Map<State, Action>> parse() {
    Map<Event, Map<State, Action>> cells = new EnumMap<>(Event.class);
    for (String line : TABLE.lines().toList()) {
      List<String> words = List.of(line.trim().split(" +", -1));
      Map<State, Action> row = new EnumMap<>(State.class);
      Iterator<String> actions = words.subList(1, words.size()).iterator();
      for (State state : State.values()) {
        String action = actions.next();
        if (!action.equals(".")) {
          row.put(state, Action.valueOf(action));
        }
      }
      cells.put(Event.valueOf(words.getFirst()), row);
    }
    return cells;
  }
}
