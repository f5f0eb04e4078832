/** What sizes of tiles and groups are chosen for; any batch runs. */
export const NOMINAL_BATCH = 128;
