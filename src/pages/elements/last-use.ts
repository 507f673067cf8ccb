import { credentialTexts } from '../messages/credentials.js'
import { lastUseTexts } from '../messages/last-use.js'
import type { Visit } from '../visit/visit.js'
import type { Html, Value } from './html.js'
import { html } from './html.js'
import { sentence } from './sentence.js'
import { agoValue, momentAgo } from './time.js'

/** When something was used last, and where that is known. */
interface LastUse {
  /** `null` = never. */
  readonly at: string | number | null
  readonly ip?: string | null
  readonly now: number
}

/** "Last used 3 minutes ago from 203.0.113.7", or "Never used". */
export function lastUse(visit: Pick<Visit, 'locale' | 'text'>, { at, ip = null, now }: LastUse): Value {
  const texts = visit.text(lastUseTexts)
  if (at === null) return texts.never
  const time = momentAgo(visit, at, now)
  return ip === null ? sentence(texts.used, { time }) : sentence(texts.usedFrom, { time, ip: address(ip) })
}

/** An address, which reads from left to right whatever stands around it. */
export function address(ip: string): Html {
  return html`<bdi>${ip}</bdi>`
}

/** When something was used last, under the name "Last used". */
export function lastUseValue(visit: Pick<Visit, 'locale' | 'text'>, { at, ip = null, now }: LastUse): Html {
  const texts = visit.text(credentialTexts)
  if (at === null) return html`<span class="kw-muted">${texts.never}</span>`
  const time = agoValue(visit, at, now)
  return ip === null ? time : sentence(texts.usedFrom, { time, ip: address(ip) })
}
