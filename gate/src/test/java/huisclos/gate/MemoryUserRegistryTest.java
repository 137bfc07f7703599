package huisclos.gate;

class MemoryUserRegistryTest extends UserRegistryContract {
  @Override
  protected UserRegistry registry() {
    return new MemoryUserRegistry();
  }
}
