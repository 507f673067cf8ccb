import assert from 'node:assert/strict'
import { KeywardError } from '../../src/errors.js'

/** Something that reads what strangers send, and how it is told whether it does so rightly. */
export interface Parser {
  readonly name: string
  /** What it takes, or nearly; and what was found to go wrong once. */
  readonly seeds: readonly string[]
  /** Pieces that mean something to it. */
  readonly words: readonly string[]
  /** The longest input it is given, in characters: more than it reads. */
  readonly most: number
  /** Reads an input and checks the answer; throws where something is wrong. What reads bytes takes each character for one. */
  readonly check: (input: string) => void | Promise<void>
}

/** What a parser answers in place of a value. */
const refused = Symbol('refused')

/** What is read; `undefined` where it is refused as it should be: by a refusal of keyward's, which names each field that is wrong. */
export function taken<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    checkRefusal(error)
    return undefined
  }
}

/** The same of what is read with waiting. */
export async function takenLater<T>(read: () => Promise<T>): Promise<T | undefined> {
  const found = await read().catch((error: unknown) => {
    checkRefusal(error)
    return refused
  })
  return found === refused ? undefined : (found as T)
}

/** Checks that a value holds no object but plain ones: nothing that was sent has become a prototype. */
export function checkPlain(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  const prototype: unknown = Object.getPrototypeOf(value)
  assert.ok(
    prototype === Object.prototype || prototype === Array.prototype || prototype === null,
    'a prototype that was sent',
  )
  for (const member of Object.values(value)) checkPlain(member)
}

/** The bytes that an input stands for. */
export function bytesOf(input: string): Buffer {
  return Buffer.from(input, 'latin1')
}

/** The input that stands for bytes. */
export function inputOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1')
}

function checkRefusal(error: unknown): void {
  if (!(error instanceof KeywardError)) throw error
  assert.ok(error.status >= 400 && error.status < 500, `status ${String(error.status)}`)
  if (error.status !== 422) return
  assert.ok(error.errors && error.errors.length > 0 && error.errors.length <= 50, 'a 422 without a field')
  for (const { field, code, message } of error.errors) {
    assert.match(code, /^[a-z0-9_]+$/)
    assert.match(field, /^[\w.?-]*$/)
    assert.ok(message !== '')
  }
}
