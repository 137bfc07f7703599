package huisclos.probe.run;

import huisclos.probe.finding.Door;
import huisclos.probe.scope.Permutation;
import huisclos.probe.scope.Scope;
import huisclos.probe.scope.TargetSpace;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * The hosts of a scope in permuted order, so that no network gets all its visits at once; of a
 * shard every so manieth.
 *
 * <p>The order follows from the scope's hash alone: shards on several machines share it, and who
 * has the scope can tell from a record of the trail which addresses a stretch of it was.
 */
public final class ScopeHosts implements Hosts {
  private final Scope scope;
  private final TargetSpace space;
  private final Permutation order;
  private final int shard;
  private final int shards;

  /**
   * @param shard 1 to {@code shards}
   */
  public ScopeHosts(Scope scope, int shard, int shards) {
    if (shards < 1 || shard < 1 || shard > shards) {
      throw new IllegalArgumentException("no such shard");
    }
    this.scope = scope;
    this.space = scope.targets();
    this.order = Permutation.of(space.size(), seed(scope));
    this.shard = shard - 1;
    this.shards = shards;
  }

  /** The order's seed. */
  public static long seed(Scope scope) {
    return Long.parseUnsignedLong(scope.sha256().substring(0, 16), 16);
  }

  @Override
  public long size() {
    return (space.size() - shard + shards - 1) / shards;
  }

  @Override
  public Host at(long index) {
    InetAddress address = space.at(order.at(index * shards + shard));
    Optional<String> name = space.nameOf(address);
    List<Door> doors =
        scope.portsOf(address).stream()
            .map(rule -> new Door(address.getHostAddress(), rule.port(), rule.kind(), name))
            .toList();
    return new Host(address, doors);
  }
}
