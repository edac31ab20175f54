/** Gradient-boosted trees: each step of growing one. */
export { logisticGradients, quantize } from './boosting/gradients';
export { accumulate, add, interleave, join, marginalize, subtract } from './boosting/histogram';
export { addToRows, move, partition } from './boosting/partition';
export { findSplit } from './boosting/split';
