/** Where the numbers of each family start; 0 ends a tape. */
export enum Family {
  Dense = 16,
  Conv = 48,
  Elements = 80,
  Int8 = 160,
  Behind = 240,
}
