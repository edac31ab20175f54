/** Predictions of many rows, column by column, as `layers/learn` returns them. */
export interface Predictions {
  readonly values: Float64Array | readonly string[];
  /** Per class, the probability of each row. */
  readonly probabilities?: readonly Float64Array[];
  readonly classes?: readonly string[];
}

/** One prediction as users see it: a number, or a class with the probability of each. */
export type PredictionValue =
  | number
  | { readonly label: string; readonly probabilities: Readonly<Record<string, number>> };

/** The prediction of row `index`, in the form that the API, batches and the capture share. */
export function predictionAt(predictions: Predictions, index: number): PredictionValue {
  const value = predictions.values[index];
  if (typeof value === 'number') return value;
  const { classes = [], probabilities = [] } = predictions;
  return {
    label: value!,
    probabilities: Object.fromEntries(classes.map((name, column) => [name, probabilities[column]![index]!])),
  };
}
