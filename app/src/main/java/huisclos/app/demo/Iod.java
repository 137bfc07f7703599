package huisclos.app.demo;

import huisclos.dicom.DataSet;

/**
 * Fills what is particular to one kind of instance: its modules below patient, study and series.
 */
interface Iod {
  /**
   * Fills in one instance.
   *
   * @param set already holds patient, study, series and equipment
   * @param index of the instance in its series, from 0
   */
  void fill(DataSet set, int index);
}
