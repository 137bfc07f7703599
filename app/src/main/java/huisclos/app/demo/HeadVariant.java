package huisclos.app.demo;

/**
 * How one invented head differs from the next.
 *
 * @param ventricles added to the ventricles' radius, mm
 * @param sulci added to the width of the sulci, mm
 * @param bleeding a small fresh bleeding in the left hemisphere
 * @param spots age's bright spots about the ventricles, 0 none to 1 many
 */
record HeadVariant(float ventricles, float sulci, boolean bleeding, float spots) {}
