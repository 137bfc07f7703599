package huisclos.dicom;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/** Data sets made up from a seed: every VR, private elements, nesting, both kinds of length. */
final class SeededSets {
  private static final List<Vr> VRS = List.of(Vr.values());

  private final Random random;

  SeededSets(long seed) {
    this.random = new Random(seed);
  }

  DataSet next() {
    DataSet set = set(3);
    set.putString(Tag.SOP_CLASS_UID, Uids.CT_IMAGE_STORAGE);
    set.putString(Tag.SOP_INSTANCE_UID, "2.25." + random.nextInt(Integer.MAX_VALUE));
    return set;
  }

  private DataSet set(int depth) {
    DataSet set = new DataSet();
    int count = random.nextInt(12);
    for (int i = 0; i < count; i++) {
      Vr vr = VRS.get(random.nextInt(VRS.size()));
      int tag = tag();
      if (vr == Vr.SQ) {
        set.put(depth == 0 ? ValueElement.empty(tag, Vr.LO) : sequence(tag, depth));
      } else {
        set.put(new ValueElement(tag, vr, value(vr)));
      }
    }
    return set;
  }

  /** Any group but the reserved ones: private groups come often. */
  private int tag() {
    return Tags.of(8 + random.nextInt(0x7000), 1 + random.nextInt(0xFFFE));
  }

  private SequenceElement sequence(int tag, int depth) {
    List<DataSet> items = new ArrayList<>();
    BitSet undefined = new BitSet();
    for (int i = random.nextInt(4); i > 0; i--) {
      undefined.set(items.size(), random.nextBoolean());
      items.add(set(depth - 1));
    }
    return new SequenceElement(tag, Vr.SQ, items, random.nextBoolean(), undefined);
  }

  private byte[] value(Vr vr) {
    int unit = Math.max(2, vr == Vr.AT ? 4 : vr.unitBytes());
    byte[] bytes = new byte[unit * random.nextInt(6)];
    random.nextBytes(bytes);
    if (vr.isString()) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) ('A' + Math.floorMod(bytes[i], 26));
      }
    }
    return bytes;
  }
}
