/** Writes a text to one of this process's outputs, now or later. */
export type Print = (to: Pick<NodeJS.WriteStream, 'write'>, text: string) => void

/** Where one of several writes, while the others may write, too. */
export interface Outlet {
  readonly print: Print
  /** It has no more to say. */
  end(): void
}

/** Writes at once. */
const printNow: Print = (to, text) => void to.write(text)

/**
 * So many outlets, each of which is heard once those before it have ended: what several say at the same time is read one after the other,
 * and the first is read as it speaks.
 */
export function inOrder(count: number, write: Print = printNow): readonly Outlet[] {
  const held = Array.from({ length: count }, () => heldBack(write))
  const ended = new Set<number>()
  let heard = 0
  held[heard]?.release()
  return held.map(({ print }, i) => ({
    print,
    end() {
      ended.add(i)
      while (ended.has(heard)) held[++heard]?.release()
    },
  }))
}

/** A `print` that keeps all texts back, in their order, until `release` is called. */
function heldBack(write: Print): { readonly print: Print; release(): void } {
  const waiting: (() => void)[] = []
  let isReleased = false
  return {
    print: (to, text) => {
      if (isReleased) write(to, text)
      else waiting.push(() => write(to, text))
    },
    release() {
      isReleased = true
      for (const print of waiting.splice(0)) print()
    },
  }
}
