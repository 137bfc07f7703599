package huisclos.app.demo;

/**
 * How one invented chest differs from the next.
 *
 * @param heart scale of the heart, 1 is usual
 * @param breath added to the diaphragm's height, mm (less is a deeper breath)
 * @param nodule a small round shadow in the right upper lung
 */
record ChestVariant(float heart, float breath, boolean nodule) {}
