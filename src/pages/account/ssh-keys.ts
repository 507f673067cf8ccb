import { endingLists } from '../../credentials/own-list.js'
import { KeywardError } from '../../errors.js'
import type { Services } from '../../http/services.js'
import { parsePublicKey } from '../../ssh/public-key.js'
import type { SshKey } from '../../ssh/ssh-key.js'
import { dayMs } from '../../time.js'
import { daysIn, expiryFact } from '../elements/expiry.js'
import { selectField, textArea, textField } from '../elements/field.js'
import type { Html, Value } from '../elements/html.js'
import { html } from '../elements/html.js'
import type { Problem } from '../elements/problem.js'
import { publicKeyAside } from '../elements/public-key.js'
import type { Row } from '../elements/rows.js'
import { plainSentence, sentence } from '../elements/sentence.js'
import { day, moment } from '../elements/time.js'
import { sshKeyTexts } from '../messages/ssh-keys.js'
import type { SessionVisit } from '../visit/visit.js'
import { credentialSection } from './credential-section.js'

/** The days that are offered, as far as the policy allows them. */
const offeredDays = [30, 90, 180, 365] as const

/** The owner's SSH keys: the list, a form for another, deletion. */
export const sshKeySection = credentialSection<SshKey>({
  path: '/account/ssh-keys',
  icon: 'ssh-key',
  lists: endingLists,
  texts: sshKeyTexts,
  serviceOf: ({ sshKeys }) => sshKeys,
  nameOf: (_visit, { name }) => name,
  rowOf,
  emptyHint: (visit) => {
    const { emptyMake, emptyPaste } = visit.text(sshKeyTexts)
    return html`${emptyMake}<br /><code>ssh-keygen -t ed25519</code><br />${emptyPaste}
      <code>~/.ssh/id_ed25519.pub</code>`
  },
  creation: {
    formLevel: 'recent',
    secrets: ['publicKey'],
    labels: (visit) => {
      const { name, publicKey, expiration } = visit.text(sshKeyTexts)
      return { name, publicKey, expiresInDays: expiration }
    },
    fields: newKeyFields,
    done: 'ssh_key.created',
    add: ({ sshKeys }, { form, principal }, actor) =>
      sshKeys.create(actor, principal.user, {
        name: form.text('name'),
        publicKey: form.text('publicKey'),
        expiresInDays: daysIn(form.text('expiresInDays')),
      }),
  },
  removal: { verb: 'delete', level: 'session', done: 'ssh_key.deleted' },
})

function rowOf({ options }: Services, visit: SessionVisit, key: SshKey): Pick<Row, 'aside' | 'facts'> {
  const { locale } = visit
  const texts = visit.text(sshKeyTexts)
  const { name, createdAt, expiresAt, lastOfferedAt, altered } = key
  return {
    aside: publicKeyAside(visit, key, {
      showKey: texts.showKey,
      label: plainSentence(texts.copyLabel, { name }),
    }),
    facts: [
      sentence(texts.added, { date: moment(locale, createdAt) }),
      lastOfferedAt === null
        ? texts.neverOffered
        : sentence(texts.lastOffered, { date: moment(locale, lastOfferedAt, 'time') }),
      expiryFact(visit, { expiresAt, now: options.now() }, texts),
      altered && html`<span class="kw-label kw-danger-label">${texts.altered}</span>`,
    ],
  }
}

async function newKeyFields(
  services: Services,
  visit: SessionVisit,
  problem: Problem | null,
): Promise<readonly Value[]> {
  const texts = visit.text(sshKeyTexts)
  return [
    textField({
      name: 'name',
      label: texts.name,
      hint: texts.nameHint,
      value: visit.form.text('name'),
      maxlength: 100,
      problem,
      autofocus: true,
    }),
    textArea({
      name: 'publicKey',
      label: texts.publicKey,
      hint: texts.publicKeyHint,
      value: shownAgain(visit.form.text('publicKey')),
      rows: 5,
      mono: true,
      problem,
    }),
    await expirationField(services, visit, problem),
  ]
}

async function expirationField(
  services: Services,
  visit: SessionVisit,
  problem: Problem | null,
): Promise<Html> {
  const texts = visit.text(sshKeyTexts)
  const { maxDays } = (await services.policies.forUser(visit.principal.user)).sshKeys
  const longest = maxDays === 'none' ? Infinity : maxDays
  const days = [...offeredDays.filter((n) => n < longest), ...(maxDays === 'none' ? [] : [maxDays])]
  const choices = days.map((n) => {
    const date = day(visit.locale, services.options.now() + n * dayMs)
    return { value: String(n), label: plainSentence(texts.days, { n, date }) }
  })
  const value = visit.form.text('expiresInDays') || String(maxDays)
  return selectField(
    { name: 'expiresInDays', label: texts.expiration, hint: texts.expirationHint, value, problem },
    maxDays === 'none' ? [...choices, { value: 'none', label: texts.noExpiration }] : choices,
  )
}

/** Writes a public key anew from what was read of it, since whatever else was pasted may be secret. */
function shownAgain(pasted: string): string {
  try {
    const { type, blob } = parsePublicKey(pasted)
    return `${type} ${blob}`
  } catch (error) {
    if (error instanceof KeywardError) return ''
    throw error
  }
}
