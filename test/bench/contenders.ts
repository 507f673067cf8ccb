import type { Engine, Place } from './database.js'

export type Framework = 'express' | 'koa'

/** Who takes turns. `unguarded` has a guard that does nothing: what the others are compared with. */
export type ContenderName = 'unguarded' | 'keyward' | 'keyward-cold' | 'find-one' | 'passport' | 'better-auth'

/** One of them: with its framework and where its data is, all that its server process needs. */
export interface Contender {
  readonly framework: Framework
  readonly name: ContenderName
  readonly place: Place
}

const everywhere: readonly ContenderName[] = ['unguarded', 'keyward', 'keyward-cold', 'passport']

/** Who is measured in a framework. */
export const contendersOf: Readonly<Record<Framework, readonly ContenderName[]>> = {
  express: [...everywhere, 'find-one', 'better-auth'],
  koa: everywhere,
}

/** Whose data a contender reads. */
export const ownerOf: Readonly<Record<ContenderName, 'keyward' | 'hand-written' | 'better-auth'>> = {
  unguarded: 'keyward',
  keyward: 'keyward',
  'keyward-cold': 'keyward',
  'find-one': 'hand-written',
  passport: 'hand-written',
  'better-auth': 'better-auth',
}

const titles: Readonly<Record<ContenderName, string>> = {
  unguarded: 'no guard',
  keyward: 'keyward',
  'keyward-cold': 'keyward, cache off',
  'find-one': 'TypeORM findOne by hand',
  passport: 'passport + TypeORM findOne',
  'better-auth': 'better-auth verifyApiKey',
}

/** What a table calls a contender. */
export function titleOf(name: ContenderName, framework: Framework): string {
  return name === 'passport' && framework === 'koa' ? `koa-${titles.passport}` : titles[name]
}

export const engineTitles: Readonly<Record<Engine, string>> = { sqlite: 'SQLite', postgres: 'PostgreSQL' }
export const frameworkTitles: Readonly<Record<Framework, string>> = { express: 'Express', koa: 'Koa' }
