import type { NoticeTexts } from './message-texts.js'
import type { DoneFacts, Notice } from './notice.js'

/** What stands in a message, by name; `null` = there is none. */
export interface MessageValues {
  readonly name: string
  readonly username: string
  readonly site: string
  /** When it happened. */
  readonly at: string
  /** Until when a link works, or a key. */
  readonly until: string | null
  readonly url: string | null
  /** Where a link was asked for. */
  readonly ip: string | null
  /** Who did it, as words that follow what was done; nothing where the user did. */
  readonly by: string
  /** The device and the address that it was done from. */
  readonly from: string | null
  /** The name of a key. */
  readonly credential: string | null
  readonly hint: string | null
  /** What became of the factors, in words. */
  readonly change: string | null
  readonly remaining: string | null
  /** What holds stands for nothing, and what does not is missing. */
  readonly own: '' | null
  readonly others: '' | null
  readonly all: '' | null
  readonly single: '' | null
  readonly temporary: '' | null
}

/** The values of a notice in a language, with times as a locale writes them. */
export function valuesOf({ user, at, facts }: Notice, texts: NoticeTexts, locale: string): MessageValues {
  const times = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })
  const written = (time: string): string => `${times.format(new Date(time))} UTC`
  const site = 'site' in facts ? oneLine(facts.site) : new URL(facts.url).host
  const done = 'by' in facts ? facts : null
  const all = 'all' in facts ? facts.all : null
  return {
    name: oneLine(user.displayName ?? user.username),
    username: oneLine(user.username),
    site,
    at: written(at),
    until: 'expiresAt' in facts && facts.expiresAt !== null ? written(facts.expiresAt) : null,
    url: 'url' in facts ? facts.url : null,
    ip: 'ip' in facts ? facts.ip : null,
    by: done === null ? '' : whoIn(done, site, texts),
    from: done === null ? null : placeIn(done),
    credential: 'name' in facts && facts.name !== null ? oneLine(facts.name) : null,
    hint: 'hint' in facts ? oneLine(facts.hint) : null,
    change: 'change' in facts ? texts.changes[facts.change] : null,
    remaining: 'remaining' in facts ? String(facts.remaining) : null,
    own: done?.by.kind === 'user' ? '' : null,
    others: done !== null && done.by.kind !== 'user' ? '' : null,
    all: all === true ? '' : null,
    single: all === false ? '' : null,
    temporary: 'temporary' in facts && facts.temporary ? '' : null,
  }
}

/** Puts values into a text; what a value holds is not looked at again. */
export function filled(text: string, values: object): string {
  const known = new Map(Object.entries(values))
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value: unknown = known.get(name)
    return typeof value === 'string' ? value : whole
  })
}

function whoIn({ by }: DoneFacts, site: string, texts: NoticeTexts): string {
  const { named, nameless } = texts.by[by.kind]
  return by.name === null ? filled(nameless, { site }) : filled(named, { site, who: oneLine(by.name) })
}

function placeIn({ device, ip }: DoneFacts): string | null {
  const places = [device, ip].filter((place) => place !== null)
  return places.length === 0 ? null : places.map(oneLine).join(', ')
}

/** A name of one line: a further one could pass for a paragraph of the message. */
function oneLine(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').trim()
}
