/** What makes a forest of one tree that sees all rows. */
export const lone = { nEstimators: 1, bootstrap: false, oobScore: false, maxSamples: null } as const;
