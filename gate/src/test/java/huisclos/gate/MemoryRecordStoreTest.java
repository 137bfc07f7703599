package huisclos.gate;

class MemoryRecordStoreTest extends RecordStoreContract {
  @Override
  protected RecordStore store() {
    return new MemoryRecordStore();
  }
}
