package huisclos.vault;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What tokens a PKCS#11 library shows (PKCS#11 v2.40 §5), without logging in to any: the JDK's own
 * provider takes no label, and a wrong PIN must not be tried when the next one locks the token.
 */
final class Pkcs11Slots {
  private static final int MAX_SLOTS = 256;
  private static final long OK = 0;
  private static final long ALREADY_INITIALIZED = 0x191;

  // Places in CK_FUNCTION_LIST, after its version.
  private static final int INITIALIZE = 0;
  private static final int FINALIZE = 1;
  private static final int GET_SLOT_LIST = 4;
  private static final int GET_TOKEN_INFO = 6;

  // CK_TOKEN_INFO: label (32), manufacturer (32), model (16), serial number (16), flags.
  private static final int TOKEN_INFO_BYTES = 208;
  private static final int LABEL_BYTES = 32;
  private static final int FLAGS_OFFSET = 96;
  private static final long PIN_COUNT_LOW = 0x0001_0000;
  private static final long PIN_FINAL_TRY = 0x0002_0000;
  private static final long PIN_LOCKED = 0x0004_0000;

  private static final Linker LINKER = Linker.nativeLinker();

  private Pkcs11Slots() {}

  /**
   * A token in its slot.
   *
   * @param flags {@code CK_TOKEN_INFO.flags}
   */
  record Slot(long id, String label, long flags) {
    boolean locked() {
      return (flags & PIN_LOCKED) != 0;
    }

    /** A wrong PIN was given since the last right one. */
    boolean warned() {
      return (flags & (PIN_COUNT_LOW | PIN_FINAL_TRY)) != 0;
    }
  }

  /**
   * The tokens that are there.
   *
   * @throws CorruptKeyFileException when the library can't be loaded or fails
   */
  @SuppressWarnings("restricted") // The operator names the library, whose shape PKCS#11 fixes.
  static List<Slot> list(Path module) throws CorruptKeyFileException {
    try (Arena arena = Arena.ofConfined()) {
      SymbolLookup library = SymbolLookup.libraryLookup(module, Arena.global());
      MemorySegment found =
          library
              .find("C_GetFunctionList")
              .orElseThrow(() -> failed(module, "is no PKCS#11 library", 0));
      MemorySegment pointer = arena.allocate(ValueLayout.ADDRESS);
      require(
          module,
          (long)
              call(
                  found,
                  FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
                  pointer));
      MemorySegment functions =
          pointer.get(ValueLayout.ADDRESS, 0).reinterpret(8 + 8L * (GET_TOKEN_INFO + 1));
      long initialized =
          (long)
              call(
                  function(functions, INITIALIZE),
                  FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
                  MemorySegment.NULL);
      if (initialized != ALREADY_INITIALIZED) {
        require(module, initialized);
      }
      try {
        return slots(module, arena, functions);
      } finally {
        // The JDK's provider initializes it itself, and wants to be the first.
        if (initialized == OK) {
          var _ =
              call(
                  function(functions, FINALIZE),
                  FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
                  MemorySegment.NULL);
        }
      }
    } catch (IllegalArgumentException e) {
      throw failed(module, "can't be loaded: install it, or mend module-path", 0);
    }
  }

  private static List<Slot> slots(Path module, Arena arena, MemorySegment functions)
      throws CorruptKeyFileException {
    MemorySegment ids = arena.allocate(ValueLayout.JAVA_LONG, MAX_SLOTS);
    MemorySegment count = arena.allocateFrom(ValueLayout.JAVA_LONG, MAX_SLOTS);
    require(
        module,
        (long)
            call(
                function(functions, GET_SLOT_LIST),
                FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_BYTE,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS),
                (byte) 1,
                ids,
                count));
    List<Slot> slots = new ArrayList<>();
    for (int i = 0; i < Math.min(count.get(ValueLayout.JAVA_LONG, 0), MAX_SLOTS); i++) {
      long id = ids.getAtIndex(ValueLayout.JAVA_LONG, i);
      MemorySegment info = arena.allocate(TOKEN_INFO_BYTES, 8);
      long status =
          (long)
              call(
                  function(functions, GET_TOKEN_INFO),
                  FunctionDescriptor.of(
                      ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
                  id,
                  info);
      if (status == OK) {
        byte[] label = info.asSlice(0, LABEL_BYTES).toArray(ValueLayout.JAVA_BYTE);
        slots.add(
            new Slot(
                id,
                new String(label, StandardCharsets.UTF_8).stripTrailing(),
                info.get(ValueLayout.JAVA_LONG, FLAGS_OFFSET)));
      }
    }
    return slots;
  }

  private static MemorySegment function(MemorySegment functions, int place) {
    return functions.get(ValueLayout.ADDRESS, 8 + 8L * place);
  }

  @SuppressWarnings("restricted") // As above.
  private static Object call(MemorySegment function, FunctionDescriptor form, Object... arguments) {
    try {
      return LINKER.downcallHandle(function, form).invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new IllegalStateException("a native call failed", e);
    }
  }

  private static void require(Path module, long status) throws CorruptKeyFileException {
    if (status != OK) {
      throw failed(module, "failed", status);
    }
  }

  private static CorruptKeyFileException failed(Path module, String what, long status) {
    return new CorruptKeyFileException(
        "the token's library "
            + module
            + " "
            + what
            + (status == 0 ? "" : " (0x" + Long.toHexString(status) + ")"));
  }
}
