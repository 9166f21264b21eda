/** What a check of verify.mjs ends with where it could not be made: neither passed nor failed. `EX_TEMPFAIL` of sysexits.h. */
export const SKIPPED = 75;
