package huisclos.vault;

/**
 * Sizes a vault works within.
 *
 * @param blobInMemory sealed bytes of one object kept in memory before it spills
 * @param memoryBudget sealed bytes of all pending objects kept in memory; beyond it even small ones
 *     spill
 * @param containerBytes length at which the next container is begun
 */
record VaultLimits(long blobInMemory, long memoryBudget, long containerBytes) {
  static final VaultLimits STANDARD =
      new VaultLimits(Vault.IN_MEMORY_LIMIT, Vault.IN_MEMORY_BUDGET, Vault.CONTAINER_BYTES);
}
