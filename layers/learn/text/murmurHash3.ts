/** Bytes of the longest terms but few; longer ones get a buffer of their own. */
let buffer = new Uint8Array(1024);
const encoder = new TextEncoder();

/** MurmurHash3 of a text's UTF-8 bytes, x86, 32 bits, as a signed number (Appleby, 2011). */
export function murmurHash3(text: string, seed = 0): number {
  if (3 * text.length > buffer.length) buffer = new Uint8Array(3 * text.length);
  const length = encoder.encodeInto(text, buffer).written;
  const tail = length & ~3;
  let hash = seed | 0;
  for (let start = 0; start < tail; start += 4) {
    const block =
      buffer[start]! | (buffer[start + 1]! << 8) | (buffer[start + 2]! << 16) | (buffer[start + 3]! << 24);
    hash ^= mixed(block);
    hash = (hash << 13) | (hash >>> 19);
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
  }
  let rest = 0;
  for (let place = length - 1; place >= tail; place--) rest = (rest << 8) | buffer[place]!;
  if (length > tail) hash ^= mixed(rest);
  hash ^= length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function mixed(block: number): number {
  const once = Math.imul(block, 0xcc9e2d51);
  return Math.imul((once << 15) | (once >>> 17), 0x1b873593);
}
