package huisclos.gate;

/** What somebody asks to do. */
public sealed interface Request {
  /** The verb that has to be granted. */
  Verb verb();

  /** The verb as far as which it reaches. */
  default Verb reachedBy() {
    return verb();
  }

  /** To store instances. */
  record Store() implements Request {
    @Override
    public Verb verb() {
      return Verb.STORE;
    }
  }

  /**
   * To query.
   *
   * @param selective whether it selects by patient ID, accession number, a UID, three letters of a
   *     name or at most 31 days, as the archive classifies it; any other query is broad
   */
  record Find(boolean selective) implements Request {
    @Override
    public Verb verb() {
      return Verb.FIND;
    }

    /** Who may find any study by a key, but list their own alone, lists their own alone. */
    @Override
    public Verb reachedBy() {
      return selective ? Verb.FIND : Verb.FIND_ALL;
    }
  }

  /** To be given instances. */
  record Get() implements Request {
    @Override
    public Verb verb() {
      return Verb.GET;
    }
  }

  /**
   * To have instances sent elsewhere.
   *
   * @param destination the title of the destination, as the requestor names it
   */
  record Move(String destination) implements Request {
    @Override
    public Verb verb() {
      return Verb.MOVE;
    }
  }

  /** To keep house: to correct, move, merge, release or delete what the archive holds. */
  record Keep() implements Request {
    @Override
    public Verb verb() {
      return Verb.KEEP;
    }
  }

  /** To reject instances by a rejection note. */
  record Reject() implements Request {
    @Override
    public Verb verb() {
      return Verb.REJECT;
    }
  }

  /** To delete what can be restored until it is purged. */
  record Delete() implements Request {
    @Override
    public Verb verb() {
      return Verb.DELETE;
    }
  }

  /** To read the change feed. */
  record Changes() implements Request {
    @Override
    public Verb verb() {
      return Verb.CHANGES;
    }
  }

  /** To open a study of one's own to somebody else. */
  record Share() implements Request {
    @Override
    public Verb verb() {
      return Verb.SHARE;
    }
  }

  /** To open in an emergency what isn't one's own. */
  record BreakGlass() implements Request {
    @Override
    public Verb verb() {
      return Verb.BREAK_GLASS;
    }
  }

  /** To read the trail. */
  record Inspect() implements Request {
    @Override
    public Verb verb() {
      return Verb.INSPECT;
    }
  }

  /** To have storage committed. */
  record Commit() implements Request {
    @Override
    public Verb verb() {
      return Verb.COMMIT;
    }
  }

  /**
   * To be given scheduled procedure steps.
   *
   * @param anyStation whether of every station; else of the requestor's own alone
   */
  record Worklist(boolean anyStation) implements Request {
    @Override
    public Verb verb() {
      return Verb.WORKLIST;
    }
  }

  /** To report a performed procedure step, or to read one back. */
  record PerformedStep() implements Request {
    @Override
    public Verb verb() {
      return Verb.MPPS;
    }
  }

  /** To place, change or cancel orders, and to bring patients' data up to date. */
  record PlaceOrders() implements Request {
    @Override
    public Verb verb() {
      return Verb.HL7;
    }
  }
}
