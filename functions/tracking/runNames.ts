const adjectives =
  'able brave bright calm clever crisp eager fair fond glad grand keen kind lively lucky merry neat nimble proud quick quiet rapid sharp smart smooth steady swift tidy warm wise'.split(
    ' ',
  );
const birds =
  'auk crane crow dipper dove duck egret eider falcon finch gull heron ibis jay kite lark loon martin osprey otter owl plover quail rail raven robin snipe stork swan tern wren'.split(
    ' ',
  );

/** A name that is easy to say, for a run that was given none; made of the id. */
export function nameFor(id: string): string {
  const number = Number.parseInt(id.slice(0, 12), 16);
  const word = (of: readonly string[], at: number) => of[at % of.length]!;
  return `${word(adjectives, number)}-${word(birds, Math.floor(number / 64))}-${Math.floor(number / 4096) % 1000}`;
}
