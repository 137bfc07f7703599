package huisclos.gate;

class MemoryAlertRegistryTest extends AlertRegistryContract {
  @Override
  protected AlertRegistry registry() {
    return new MemoryAlertRegistry();
  }
}
