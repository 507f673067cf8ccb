import type { Page, PageRequest } from '../store/page.js'
import { columns } from './columns.js'
import type { Invocation, Outcome } from './command.js'
import { CommandError } from './error.js'
import { numberIn, textIn } from './given.js'

/** The options of a command that lists something, a page at a time. */
export const listOptions = { limit: { type: 'string' }, after: { type: 'string' } } as const

/** What they are for. */
export const aboutLists = {
  limit: 'at most so many, up to 100; without it 50',
  after: 'go on behind this id, the last of the page before',
}

/** A row of what is listed, which has an id. */
interface Listed {
  readonly id: string
}

/** What the list of a command asks of a service. */
export function pageIn({ options }: Pick<Invocation, 'options'>): Partial<PageRequest> {
  return { limit: numberIn(options, 'limit'), before: textIn(options, 'after') }
}

/** Shows a page of a list: a line each, under headings, and how to go on. */
export function listing<Row extends Listed>(
  { rows, more }: Page<Row>,
  headings: readonly string[],
  cells: (row: Row) => readonly string[],
): Outcome {
  const last = rows.at(-1)?.id
  const next = more && last !== undefined ? last : null
  const lines =
    rows.length === 0 ? ['There are none.'] : columns([headings, ...rows.map((row) => cells(row))])
  const text = [...lines, ...(next === null ? [] : ['', `There are more: --after ${next}`])].join('\n')
  return { text, json: { items: rows, after: next } }
}

/** Shows facts, a line each. */
export function facts(pairs: readonly (readonly [name: string, value: string])[]): string {
  return columns(pairs).join('\n')
}

/** A time, or a word for never. */
export function timeOr(never: string, time: string | null): string {
  return time ?? never
}

/** Finds what is named by its id or its name, in a list that has no search by names. */
export async function named<Row extends Listed & { readonly name: string }>(
  word: string,
  list: (page: Partial<PageRequest>) => Promise<Page<Row>>,
): Promise<Row> {
  let before: string | null = null
  do {
    const { rows, more }: Page<Row> = await list({ limit: 100, before })
    const found = rows.find(({ id }) => id === word) ?? rows.find(({ name }) => name === word)
    if (found) return found
    before = more ? (rows.at(-1)?.id ?? null) : null
  } while (before !== null)
  throw new CommandError('not_found', `there is nothing that is called ${word}, or has it for its id`)
}
