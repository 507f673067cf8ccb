import type { StandingFacts, UnmetDemand } from '../../account/standing.js'
import { fewRecoveryCodes } from '../../account/standing.js'
import type { Client } from '../../client.js'
import type { Services } from '../../http/services.js'
import { dayMs } from '../../time.js'
import { standingTexts } from '../messages/standing.js'
import type { SessionVisit } from '../visit/visit.js'
import type { Html, Value } from './html.js'
import { html } from './html.js'
import { icon } from './icon.js'
import { plainSentence, sentence } from './sentence.js'
import { momentAhead } from './time.js'

/** One thing that a user is told of, with what can be done about it. */
interface Notice {
  readonly text: Value
  readonly action: string
  /** Where that is done. */
  readonly path: string
  /** The section whose own page says it better. */
  readonly toldAt?: string
  readonly rank: 'danger' | 'attention'
}

/** What is told of at once; the rest is behind one line, so that a page still shows what it is for. */
const shownAtOnce = 2
/** How long before a deadline it is told louder. */
const loudMs = 3 * dayMs
const twoStep = '/account/two-step'

/** Several parts of a page ask; by the request, so that they are read once for each. */
const read = new WeakMap<Client, Promise<StandingFacts>>()

/** What stands against the account of whoever looks at a page. */
export function standingOf(
  { standing }: Services,
  { client, principal }: SessionVisit,
): Promise<StandingFacts> {
  const facts = read.get(client) ?? standing.of(principal)
  read.set(client, facts)
  return facts
}

/** The facts that a page of a section tells of, the gravest first. */
export async function standingBanners(
  services: Services,
  visit: SessionVisit,
  section: string,
): Promise<readonly Html[]> {
  const notices = noticesOf(visit, await standingOf(services, visit), services.options.now()).filter(
    ({ path, toldAt }) => visit.theme.shows(sectionOf(path)) && toldAt !== section,
  )
  const banners = notices.map((notice) => bannerOf(visit, notice))
  if (banners.length <= shownAtOnce) return banners
  return [...banners.slice(0, shownAtOnce), behindOneLine(visit, banners.slice(shownAtOnce))]
}

function noticesOf(visit: SessionVisit, facts: StandingFacts, now: number): readonly Notice[] {
  const texts = visit.text(standingTexts)
  const demand = facts.unmet && demandOf(visit, facts.unmet, now)
  const loud = demand?.rank === 'danger'
  const suspect: Notice = {
    text: texts.suspect,
    action: texts.suspectAction,
    path: `${twoStep}#security-keys`,
    rank: 'danger',
  }
  const all = [
    loud && demand,
    facts.suspectKeys > 0 && suspect,
    codesOf(visit, facts),
    endingOf(visit, { ending: facts.apiKeys, kind: 'apiKey', path: '/account/api-keys', now }),
    endingOf(visit, { ending: facts.sshKeys, kind: 'sshKey', path: '/account/ssh-keys', now }),
    !loud && demand,
  ]
  return all.filter((notice): notice is Notice => Boolean(notice))
}

function demandOf(visit: SessionVisit, { demand, deadline, due }: UnmetDemand, now: number): Notice {
  const texts = visit.text(standingTexts)
  const key = demand === 'security_key'
  const loud = due || deadline - now <= loudMs
  const action = { action: key ? texts.addKey : texts.setUp, path: twoStep, toldAt: twoStep } as const
  if (due) return { ...action, text: key ? texts.keyDue : texts.mfaDue, rank: 'danger' }
  const said = sentence(key ? texts.keyBy : texts.mfaBy, { date: momentAhead(visit, deadline, now) })
  return { ...action, text: [said, loud && ` ${texts.lockedOut}`], rank: loud ? 'danger' : 'attention' }
}

/** What is said of recovery codes: a sign-in with one of them says how many are left, too. */
function codesOf(
  visit: SessionVisit,
  { twoStep: on, recovered, recoveryCodes: n }: StandingFacts,
): Notice | null {
  const texts = visit.text(standingTexts)
  if (!on) return null
  if (recovered) {
    const text = n === 0 ? texts.recoveredLast : plainSentence(texts.recovered, { n })
    return { text, action: texts.recoveredAction, path: `${twoStep}#authenticator-app`, rank: 'attention' }
  }
  if (n > fewRecoveryCodes) return null
  const few = n === 1 ? texts.oneCode : plainSentence(texts.fewCodes, { n })
  return {
    text: n === 0 ? texts.noCodes : few,
    action: texts.codesAction,
    path: `${twoStep}/recovery-codes`,
    toldAt: twoStep,
    rank: 'attention',
  }
}

function endingOf(
  visit: SessionVisit,
  of: {
    readonly ending: StandingFacts['apiKeys']
    readonly kind: 'apiKey' | 'sshKey'
    readonly path: string
    readonly now: number
  },
): Notice | null {
  const { ending, kind, path, now } = of
  if (ending.first === null) return null
  const texts = visit.text(standingTexts)
  const values = { n: ending.count, date: momentAhead(visit, ending.first, now) }
  return {
    text: sentence(ending.count === 1 ? texts[`${kind}Ends`] : texts[`${kind}sEnd`], values),
    action: texts[`${kind}sAction`],
    // The list shows more than the banner counts; those that it counts come first.
    path: `${path}?status=expiring&sort=expires`,
    rank: 'attention',
  }
}

function bannerOf(visit: SessionVisit, { text, action, path, rank }: Notice): Html {
  return html`<div class="kw-banner kw-standing ${rank === 'danger' ? 'kw-danger' : 'kw-attention'}">
    ${icon('warning')}
    <p>${text} <a href="${visit.url(path)}">${action}</a></p>
  </div>`
}

function behindOneLine(visit: SessionVisit, banners: readonly Html[]): Html {
  const texts = visit.text(standingTexts)
  const summary = banners.length === 1 ? texts.oneMore : plainSentence(texts.more, { n: banners.length })
  return html`<details class="kw-details kw-standing-more">
    <summary>${summary}</summary>
    ${banners}
  </details>`
}

/** The section that a path belongs to. */
function sectionOf(path: string): string {
  return path
    .replace(/[?#].*/, '')
    .split('/')
    .slice(0, 3)
    .join('/')
}
