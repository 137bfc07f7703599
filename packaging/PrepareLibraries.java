import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Lays out the libraries as the program starts them: {@code PrepareLibraries FROM TO} copies the
 * jars of FROM into the folder TO, which it makes. Maven has checked what they are by then.
 *
 * <p>The start-up cache takes neither classes of signed jars nor those compiled for Java 5 (of the
 * command line library, which is half of a start). So signatures come off, and old classes get the
 * stack maps of newer ones, by which the JVM verifies them; their code stays as it is. SQLite's
 * native library is laid beside the jars, or else each start unpacks it and asks {@code uname}.
 */
final class PrepareLibraries {
  /** Class files before Java 6 have no stack maps. */
  private static final int FIRST_WITH_STACK_MAPS = 50;

  private static final int PREPARED_VERSION = ClassFile.JAVA_8_VERSION;
  private static final int HEAD = 8;

  private final Map<String, byte[]> classes = new HashMap<>();

  private PrepareLibraries() {}

  public static void main(String[] args) throws IOException {
    Path from = Path.of(args[0]);
    Path to = Files.createDirectories(Path.of(args[1]));
    List<Path> jars;
    try (var listed = Files.list(from)) {
      jars = listed.filter(jar -> jar.toString().endsWith(".jar")).sorted().toList();
    }
    for (Path jar : jars) {
      new PrepareLibraries().prepare(jar, to.resolve(jar.getFileName()));
      if (jar.getFileName().toString().startsWith("sqlite-jdbc-")) {
        nativeLibrary(jar, to);
      }
    }
  }

  private record Entry(String name, byte[] bytes) {
    /** Of a class file: its format's version; 0 for anything else. */
    int version() {
      return name.endsWith(".class") && bytes.length >= HEAD
          ? (bytes[6] & 0xFF) << 8 | bytes[7] & 0xFF
          : 0;
    }

    boolean old() {
      return version() != 0 && version() < FIRST_WITH_STACK_MAPS;
    }

    boolean signature() {
      return name.matches("META-INF/[^/]*\\.(SF|RSA|DSA|EC)");
    }
  }

  private static List<Entry> read(Path jar) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (var in = new ZipInputStream(new BufferedInputStream(Files.newInputStream(jar)))) {
      for (ZipEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        entries.add(new Entry(e.getName(), in.readAllBytes()));
      }
    }
    return entries;
  }

  private void prepare(Path jar, Path to) throws IOException {
    List<Entry> entries = read(jar);
    if (entries.stream().noneMatch(e -> e.old() || e.signature())) {
      Files.copy(jar, to);
      return;
    }
    entries.forEach(e -> classes.put(e.name, e.bytes));
    try (var out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(to)))) {
      for (Entry entry : entries) {
        if (!entry.signature()) {
          out.putNextEntry(new ZipEntry(entry.name));
          out.write(prepared(entry));
        }
      }
    }
  }

  private byte[] prepared(Entry entry) throws IOException {
    if (entry.name.equals("META-INF/MANIFEST.MF")) {
      Manifest manifest = new Manifest(new ByteArrayInputStream(entry.bytes));
      manifest.getEntries().clear();
      var out = new ByteArrayOutputStream();
      manifest.write(out);
      return out.toByteArray();
    }
    return entry.old() ? renewed(entry.bytes) : entry.bytes;
  }

  private byte[] renewed(byte[] old) {
    ClassFile format =
        ClassFile.of(
            ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
            ClassFile.ConstantPoolSharingOption.NEW_POOL,
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(this::open)));
    ClassTransform codeAnew = ClassTransform.transformingMethodBodies((b, e) -> b.with(e));
    ClassTransform version =
        (builder, element) -> {
          if (element instanceof ClassFileVersion) {
            builder.withVersion(PREPARED_VERSION, 0);
          } else {
            builder.with(element);
          }
        };
    return format.transformClass(format.parse(old), codeAnew.andThen(version));
  }

  /** A class that another refers to: of the same jar, or of the JDK. */
  private InputStream open(ClassDesc type) {
    String descriptor = type.descriptorString();
    String name = descriptor.substring(1, descriptor.length() - 1) + ".class";
    byte[] here = classes.get(name);
    return here == null
        ? ClassLoader.getSystemResourceAsStream(name)
        : new ByteArrayInputStream(here);
  }

  /** On another system than these two the library finds its own as it always does. */
  private static void nativeLibrary(Path jar, Path to) throws IOException {
    String arch =
        switch (System.getProperty("os.arch")) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64" -> "aarch64";
          default -> "";
        };
    boolean musl = Files.exists(Path.of("/etc/alpine-release"));
    if (!System.getProperty("os.name").equals("Linux") || musl) {
      return;
    }
    for (Entry entry : read(jar)) {
      if (entry.name.equals("org/sqlite/native/Linux/" + arch + "/libsqlitejdbc.so")) {
        Files.write(to.resolve("libsqlitejdbc.so"), entry.bytes);
      }
    }
  }
}
