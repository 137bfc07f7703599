package huisclos.gate;

/** The fake keeps the contract of the real one. */
final class MemoryDeviceRegistryTest extends DeviceRegistryContract {
  @Override
  protected DeviceRegistry registry() {
    return new MemoryDeviceRegistry();
  }
}
