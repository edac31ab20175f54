/** Cache lines, and what the widest vectors ask for. */
const alignment = 64;
const pageBytes = 65_536;
/** All that 32-bit addresses reach. It is address space only: memory is taken as it is used. */
const mostPages = 65_536;

/**
 * Memory of one fit: typed arrays that WebAssembly kernels and other threads see at the same addresses. It is shared memory,
 * so that growing it leaves the arrays already handed out valid. Where there is none, or on request, the arrays are plain
 * ones and kernels give way to their TypeScript twins. Nothing is freed singly: an arena goes as a whole.
 *
 * @example new Arena().allocate(Float64Array, 1000) // zeros
 */
export class Arena {
  readonly memory: WebAssembly.Memory | undefined;
  /** Address 0 stays unused, so that it can mean none. */
  #used = alignment;

  constructor({ plain = false }: { readonly plain?: boolean } = {}) {
    this.memory = plain ? undefined : sharedMemory();
  }

  /** An array of zeros. */
  allocate<Array>(type: TypedArrayClass<Array>, length: number): Array {
    if (!this.memory) return new type(length);
    const start = this.#used;
    const end = start + Math.ceil((length * type.BYTES_PER_ELEMENT) / alignment) * alignment;
    const missing = end - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / pageBytes));
    this.#used = end;
    return new type(this.memory.buffer, start, length);
  }
}

interface TypedArrayClass<Array> {
  readonly BYTES_PER_ELEMENT: number;
  new (length: number): Array;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): Array;
}

function sharedMemory(): WebAssembly.Memory | undefined {
  if (typeof WebAssembly === 'undefined') return undefined;
  try {
    return new WebAssembly.Memory({ initial: 1, maximum: mostPages, shared: true });
  } catch {
    // No threads here, or no address space.
    return undefined;
  }
}
