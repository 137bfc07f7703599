package huisclos.vault;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The machine's file system. Files are {@link AsynchronousFileChannel}s whose executor is the
 * calling thread: plain positional reads and writes. A {@code FileChannel} would be closed under
 * everyone by an interrupt of any thread that uses it ({@code InterruptibleChannel}).
 */
final class RealDisk implements Disk {
  static final RealDisk INSTANCE = new RealDisk();

  private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private RealDisk() {}

  @Override
  public DiskFile create(Path file) throws IOException {
    return open(file, Set.of(CREATE_NEW, READ, WRITE), OWNER_FILE);
  }

  @Override
  public DiskFile openForWriting(Path file) throws IOException {
    return open(file, Set.of(READ, WRITE));
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    return open(file, Set.of(READ));
  }

  private static RealFile open(
      Path file, Set<StandardOpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return new RealFile(
        AsynchronousFileChannel.open(file, options, CallingThread.INSTANCE, attributes));
  }

  @Override
  public void createFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.toAbsolutePath().getParent();
    if (parent != null) {
      createFolder(parent);
    }
    try {
      Files.createDirectory(folder, OWNER_FOLDER);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
    if (parent != null) {
      syncDirectory(parent);
    }
  }

  @Override
  public boolean exists(Path path) {
    return Files.exists(path);
  }

  @Override
  public List<String> list(Path folder) throws IOException {
    try (var entries = Files.newDirectoryStream(folder)) {
      List<String> names = new ArrayList<>();
      for (Path entry : entries) {
        names.add(entry.getFileName().toString());
      }
      return names;
    }
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void link(Path existing, Path further) throws IOException {
    Files.createLink(further, existing);
  }

  @Override
  public void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  @Override
  public void syncDirectory(Path folder) throws IOException {
    try (RealFile file = open(folder, Set.of(READ))) {
      file.channel.force(true);
    }
  }

  private record RealFile(AsynchronousFileChannel channel) implements DiskFile {
    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      int total = 0;
      while (into.hasRemaining()) {
        int n = done(channel.read(into, position + total));
        if (n < 0) {
          break;
        }
        total += n;
      }
      return total;
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
      long at = position;
      while (from.hasRemaining()) {
        at += done(channel.write(from, at));
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      channel.truncate(size);
    }

    @Override
    public void force() throws IOException {
      channel.force(false);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }

    /** The result of an operation that the calling thread has already carried out. */
    private static int done(Future<Integer> operation) throws IOException {
      try {
        return operation.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof IOException cause) {
          throw cause;
        }
        throw new IOException(e.getCause());
      } catch (InterruptedException e) {
        throw new IllegalStateException("the operation was not carried out at once", e);
      }
    }
  }

  /** Runs everything in the thread that asks. */
  private static final class CallingThread extends AbstractExecutorService {
    static final CallingThread INSTANCE = new CallingThread();

    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return false;
    }
  }
}
