/** As QuadTree's, over every pair and in any number of dimensions. */
export function pairwiseRepulsion(embedding: Float64Array, dimensions: number, out: Float64Array): number {
  const difference = new Float64Array(dimensions);
  let total = 0;
  out.fill(0);
  for (let i = 0; i < embedding.length; i += dimensions) {
    for (let j = 0; j < i; j += dimensions) {
      let square = 0;
      for (let axis = 0; axis < dimensions; axis++) {
        difference[axis] = embedding[i + axis]! - embedding[j + axis]!;
        square += difference[axis]! ** 2;
      }
      const q = 1 / (1 + square);
      total += 2 * q;
      for (let axis = 0; axis < dimensions; axis++) {
        const force = q * q * difference[axis]!;
        out[i + axis]! += force;
        out[j + axis]! -= force;
      }
    }
  }
  return total;
}
