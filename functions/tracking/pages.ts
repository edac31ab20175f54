import * as z from 'zod/mini';
import { InvalidInput } from '../../layers/contracts/errors.ts';
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

/** A page of a short list; its token is the number of things before it. */
export function pageOf<Thing>(
  things: readonly Thing[],
  { max_results, page_token }: { max_results?: number | undefined; page_token?: string | undefined },
  usual: number,
): { page: Thing[]; next: { next_page_token?: string } } {
  const start = Number(page_token || 0);
  if (!Number.isSafeInteger(start) || start < 0) {
    throw new InvalidInput(
      `page_token ${JSON.stringify(page_token)} is none of ours: pass next_page_token of the page before`,
    );
  }
  const end = start + pageSize(max_results, usual);
  return {
    page: things.slice(start, end),
    next: end < things.length ? { next_page_token: String(end) } : {},
  };
}
