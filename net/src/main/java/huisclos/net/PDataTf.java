package huisclos.net;

import java.util.List;

/** P-DATA-TF (PS3.8 §9.3.5): one or more presentation data values, in the order they came. */
public record PDataTf(List<Pdv> values) implements Pdu {
  static final int TYPE = 4;

  public PDataTf {
    values = List.copyOf(values);
  }

  @Override
  public int type() {
    return TYPE;
  }
}
