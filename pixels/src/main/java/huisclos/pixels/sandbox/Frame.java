package huisclos.pixels.sandbox;

import java.lang.foreign.MemorySegment;

/** Samples in the request's cells, interleaved; and how many bits the code stream gives them. */
record Frame(MemorySegment cells, int precision) {}
