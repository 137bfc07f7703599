package huisclos.app;

/** Entry point of the {@code huisclos} command. */
public final class Main {
  private Main() {}

  /** Runs one verb and exits with its status. */
  public static void main(String[] args) {
    System.exit(2);
  }
}
