package huisclos.pixels.sandbox;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A native library and its functions, which all take and return integers and pointers. */
@SuppressWarnings("restricted") // Native code is what this process is for.
final class Native {
  private final SymbolLookup symbols;
  private final Map<String, MethodHandle> functions = new HashMap<>();

  private Native(SymbolLookup symbols) {
    this.symbols = symbols;
  }

  /** The library of this file name; empty where it is not installed. */
  static Optional<Native> open(String name) {
    try {
      return Optional.of(new Native(SymbolLookup.libraryLookup(name, Arena.global())));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Calls a function whose result is an {@code int}. */
  int call(String name, Object... arguments) {
    return (int) Objects.requireNonNull(invoke(name, ValueLayout.JAVA_INT, arguments));
  }

  /** Calls a function whose result is a pointer. */
  MemorySegment pointer(String name, Object... arguments) {
    return (MemorySegment) Objects.requireNonNull(invoke(name, ValueLayout.ADDRESS, arguments));
  }

  /** Calls a function without a result. */
  void run(String name, Object... arguments) {
    invoke(name, null, arguments);
  }

  private @Nullable Object invoke(String name, @Nullable ValueLayout result, Object... arguments) {
    MethodHandle function = functions.get(name);
    if (function == null) {
      ValueLayout[] layouts = new ValueLayout[arguments.length];
      for (int i = 0; i < layouts.length; i++) {
        layouts[i] =
            switch (arguments[i]) {
              case Integer _ -> ValueLayout.JAVA_INT;
              case Long _ -> ValueLayout.JAVA_LONG;
              default -> ValueLayout.ADDRESS;
            };
      }
      FunctionDescriptor type =
          result == null
              ? FunctionDescriptor.ofVoid(layouts)
              : FunctionDescriptor.of(result, layouts);
      function = Linker.nativeLinker().downcallHandle(symbols.findOrThrow(name), type);
      functions.put(name, function);
    }
    try {
      return function.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new IllegalStateException("a native function threw", e);
    }
  }
}
