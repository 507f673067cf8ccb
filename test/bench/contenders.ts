import type { Engine, Place } from './database.js'

export type Framework = 'express' | 'koa'

/**
 * Who takes turns. `unguarded` has a middleware that does nothing, `no-op` a guard that reads the header and sets a user: what the others are
 * compared with. `by-hand` is a guard with keyward's own coherence; the `-lean` ones are sent two headers in the place of 14.
 */
export type ContenderName =
  | ('unguarded' | 'no-op' | 'by-hand' | 'keyward' | 'keyward-cold' | 'find-one' | 'passport')
  | ('better-auth' | 'unguarded-lean' | 'keyward-lean')

/** One of them: with its framework and where its data is, all that its server process needs. */
export interface Contender {
  readonly framework: Framework
  readonly name: ContenderName
  readonly place: Place
}

const everywhere: readonly ContenderName[] = ['unguarded', 'no-op', 'keyward', 'keyward-cold', 'passport']
const lean: readonly ContenderName[] = ['unguarded-lean', 'keyward-lean']

/** Who is measured in a framework on an engine: only SQLite tells a guard by hand of every commit. */
export function contendersOf(framework: Framework, engine: Engine): readonly ContenderName[] {
  const byHand: readonly ContenderName[] = engine === 'sqlite' ? ['by-hand'] : []
  const others: readonly ContenderName[] = framework === 'express' ? ['find-one', 'better-auth'] : lean
  return [...everywhere, ...byHand, ...others]
}

/** Whose data a contender reads. */
export const ownerOf: Readonly<Record<ContenderName, 'keyward' | 'hand-written' | 'better-auth'>> = {
  unguarded: 'keyward',
  'unguarded-lean': 'keyward',
  'no-op': 'keyward',
  'by-hand': 'hand-written',
  keyward: 'keyward',
  'keyward-lean': 'keyward',
  'keyward-cold': 'keyward',
  'find-one': 'hand-written',
  passport: 'hand-written',
  'better-auth': 'better-auth',
}

const titles: Readonly<Record<ContenderName, string>> = {
  unguarded: 'no guard',
  'unguarded-lean': 'no guard, 2 headers',
  'no-op': 'a guard that does nothing',
  'by-hand': 'by hand, coherent',
  keyward: 'keyward',
  'keyward-lean': 'keyward, 2 headers',
  'keyward-cold': 'keyward, cache off',
  'find-one': 'TypeORM findOne by hand',
  passport: 'passport + TypeORM findOne',
  'better-auth': 'better-auth verifyApiKey',
}

/** Whether a contender is sent the fewest headers. */
export function isLean(name: ContenderName): boolean {
  return lean.includes(name)
}

/** What a table calls a contender. */
export function titleOf(name: ContenderName, framework: Framework): string {
  return name === 'passport' && framework === 'koa' ? `koa-${titles.passport}` : titles[name]
}

export const engineTitles: Readonly<Record<Engine, string>> = { sqlite: 'SQLite', postgres: 'PostgreSQL' }
export const frameworkTitles: Readonly<Record<Framework, string>> = { express: 'Express', koa: 'Koa' }
