package huisclos.gate;

/** Who must have a second factor. */
final class SecondFactor {
  private SecondFactor() {}

  /** Whether a password alone is too little: whoever can see more than one patient needs more. */
  static boolean needed(User user) {
    return Policy.secondFactor(user);
  }
}
