import * as z from 'zod/mini';
import { integer } from './limits.ts';

/** MLflow's parameters of a page. @param most what may be asked for at once */
export function pageParameters(most: number) {
  return {
    max_results: z.optional(
      integer.check((context) => {
        if (context.value >= 1 && context.value <= most) return;
        context.issues.push({
          code: 'custom',
          message: `It must be between 1 and ${most}.`,
          input: context.value,
        });
      }),
    ),
    page_token: z.optional(z.string()),
  };
}

/** Most things in one answer; whoever asks for more gets a token. A Lambda answers at most 6 MB. */
const largestPage = 1000;

export function pageSize(asked: number | undefined, usual = largestPage): number {
  return Math.min(asked ?? usual, largestPage);
}
