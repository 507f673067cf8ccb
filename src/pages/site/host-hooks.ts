import { hostCalls } from '../../plug-in/host-calls.js'
import { urlOf } from '../../input/url-of.js'
import type { KeyExample, Theme } from '../visit/theme.js'
import type { AccountPagesOptions } from './options.js'

/** The functions of the host's that pages call. */
type Hooks = Pick<Theme, 'layout' | 'locale' | 'locate' | 'example'>

const maxPlaceLength = 128

/** Makes the host's functions safe to call: `locate` and `example` adorn a page, which does not fail with them. */
export function calledHooks(given: Pick<AccountPagesOptions, keyof Hooks>): Hooks {
  const { layout, locale, locate, example } = given
  const { ask, askNow } = hostCalls()
  return Object.freeze({
    layout: layout ? (page) => askNow('layout', () => layout(page)) : null,
    locale: locale ? (client) => askNow('locale', () => locale(client)) : null,
    locate: async (ip) =>
      locate ? ask('locate', async () => placeOf(await locate(ip))).catch(() => null) : null,
    example: (key) => (example ? orNull(() => askNow('example', () => exampleOf(example(key)))) : null),
  } satisfies Hooks)
}

function placeOf(answer: unknown): string | null {
  if (answer === null || answer === undefined || answer === '') return null
  if (typeof answer === 'string' && answer.length <= maxPlaceLength) return answer
  throw new TypeError(`locate must answer a text of at most ${String(maxPlaceLength)} characters, or null`)
}

function exampleOf(answer: unknown): KeyExample | null {
  if (answer === null || answer === undefined) return null
  if (typeof answer === 'string' && isHttp(answer)) return { url: answer }
  if (typeof answer === 'object' && !(answer instanceof Promise)) {
    const tabs = Object.entries(answer as Readonly<Record<string, unknown>>)
    const texts = tabs.flatMap(([label, text]) => (typeof text === 'string' ? [{ label, text }] : []))
    if (texts.length > 0 && texts.length === tabs.length) return { tabs: texts }
  }
  // The promise may reject later, which nobody would handle.
  if (answer instanceof Promise) answer.catch(() => undefined)
  throw new TypeError('example must answer an http(s) URL, or texts by the name of their tab, at once')
}

function isHttp(text: string): boolean {
  return /^https?:$/.test(urlOf(text)?.protocol ?? '')
}

function orNull<T>(call: () => T): T | null {
  try {
    return call()
  } catch {
    // It has been warned about.
    return null
  }
}
