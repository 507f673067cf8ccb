import { parseName } from '../credentials/name.js'
import type { FieldError } from '../errors.js'
import type { Part } from './part.js'
import { fieldErrors, judged, refusedField } from './part.js'

/** The keys of one kind that a line brings, and what their owner has of it. */
interface Keys<Given> {
  readonly kind: 'sshKeys' | 'apiKeys'
  readonly given: readonly Given[]
  /** The keys of the names that their owner has given. */
  readonly names: readonly string[]
  /** How many more they may have. */
  readonly room: number
}

/** Judges keys one by one, then their names and their number; `judge` answers `same` for one that is there. */
export async function judgeKeys<Given extends { readonly name: string }>(
  { kind, given, names, room }: Keys<Given>,
  judge: (key: Given, field: string) => Promise<Part>,
): Promise<readonly Part[]> {
  const taken = new Set(names)
  const parts: Part[] = []
  for (const [i, key] of given.entries()) {
    parts.push(
      await judged(kind, `${kind}.${String(i)}`, async () => {
        const part = await judge(key, `${kind}.${String(i)}`)
        if (part.state === 'new') claimName(taken, key.name)
        return part
      }),
    )
  }
  const added = parts.filter(({ state }) => state === 'new').length
  return added > room ? [...parts, { kind, state: 'refused', errors: tooMany(kind) }] : parts
}

function claimName(taken: Set<string>, name: string): void {
  const { nameKey } = parseName(name)
  if (taken.has(nameKey)) throw refusedField('name', 'name_taken')
  taken.add(nameKey)
}

function tooMany(kind: string): readonly FieldError[] {
  return fieldErrors(refusedField('', 'limit_reached'), kind)
}
