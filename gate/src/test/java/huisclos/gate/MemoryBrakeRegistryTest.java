package huisclos.gate;

class MemoryBrakeRegistryTest extends BrakeRegistryContract {
  @Override
  protected BrakeRegistry registry() {
    return new MemoryBrakeRegistry();
  }
}
