import * as z from 'zod/mini';
import { InvalidInput } from '../../layers/contracts/errors.ts';

/** MLflow's parameters of a page. */
export const pageParameters = {
  max_results: z.optional(z.coerce.number().check(z.multipleOf(1), z.gte(1))),
  page_token: z.optional(z.string()),
};

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
