import { readFile } from 'node:fs/promises'
import type { AuditAnchor } from '../../audit-trail/anchor.js'
import { CommandError } from '../error.js'

/** Seals that were seen, few enough to be kept, however many there are. */
export interface SeenSeals {
  see(seal: AuditAnchor): void
  /** Some of them, evenly spread, and the newest. */
  kept(): readonly AuditAnchor[]
}

const most = 1000

/** Makes it. Each seal stands for all before it, so the more are kept, the closer a fault is named. */
export function seenSeals(): SeenSeals {
  let kept: AuditAnchor[] = []
  let step = 1
  let newest: AuditAnchor | null = null
  return Object.freeze({
    see(seal) {
      newest = seal
      if (seal.number % step !== 0) return
      kept.push(seal)
      if (kept.length <= most) return
      step *= 2
      kept = kept.filter(({ number }) => number % step === 0)
    },
    kept: () => (newest && kept.at(-1)?.number !== newest.number ? [...kept, newest] : kept),
  } satisfies SeenSeals)
}

/** Reads what `audit verify --json` printed before. */
export async function anchorsIn(path: string): Promise<readonly AuditAnchor[]> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new CommandError('no_file', `${path} cannot be read`, { cause: error })
  })
  const anchors = anchorsOf(text)
  if (anchors) return anchors
  throw new CommandError('bad_anchor', `${path} is not what npx keyward audit verify --json prints`)
}

/** What each anchor must be is checked by whoever compares with it. */
function anchorsOf(text: string): readonly AuditAnchor[] | null {
  try {
    const { anchors } = JSON.parse(text) as { readonly anchors?: unknown }
    return Array.isArray(anchors) ? (anchors as readonly AuditAnchor[]) : null
  } catch {
    return null
  }
}
