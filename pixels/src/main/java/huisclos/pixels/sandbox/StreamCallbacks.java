package huisclos.pixels.sandbox;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Methods as function pointers; each takes OpenJPEG's user data, which is none, as its last. */
@SuppressWarnings("restricted") // Native code is what this process is for.
final class StreamCallbacks {
  private StreamCallbacks() {}

  /** A method of the target, which is of this package, to be called until the arena closes. */
  static MemorySegment of(
      Object target, String method, Arena arena, Class<?> result, Class<?>... parameters) {
    MethodType type =
        MethodType.methodType(result, parameters).appendParameterTypes(MemorySegment.class);
    FunctionDescriptor descriptor =
        FunctionDescriptor.of(
            layout(result),
            type.parameterList().stream()
                .map(StreamCallbacks::layout)
                .toArray(MemoryLayout[]::new));
    try {
      return Linker.nativeLinker()
          .upcallStub(MethodHandles.lookup().bind(target, method, type), descriptor, arena);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a callback is not there", e);
    }
  }

  private static ValueLayout layout(Class<?> type) {
    return type == long.class
        ? ValueLayout.JAVA_LONG
        : type == int.class ? ValueLayout.JAVA_INT : ValueLayout.ADDRESS;
  }
}
