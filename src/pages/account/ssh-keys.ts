import { endingLists } from '../../credentials/own-list.js'
import { KeywardError } from '../../errors.js'
import type { Services } from '../../http/services.js'
import { parsePublicKey } from '../../ssh/public-key.js'
import type { SshKey } from '../../ssh/ssh-key.js'
import { dayMs } from '../../time.js'
import { daysIn, expiryValue } from '../elements/expiry.js'
import type { Fact } from '../elements/list/facts.js'
import { selectField, textArea } from '../elements/field.js'
import type { Html, Value } from '../elements/html.js'
import { html } from '../elements/html.js'
import { lastUseValue } from '../elements/last-use.js'
import type { Problem } from '../elements/problem.js'
import { copyKeyButton, keyAside } from '../elements/public-key.js'
import { copyField } from '../elements/secret.js'
import { named, plainSentence } from '../elements/sentence.js'
import { day, moment } from '../elements/time.js'
import { credentialTexts } from '../messages/credentials.js'
import { sshKeyTexts } from '../messages/ssh-keys.js'
import type { SessionVisit } from '../visit/visit.js'
import { credentialSection } from './credential-section.js'
import type { CredentialEntry } from '../credentials/kind-of-credential.js'
import { nameField } from '../credentials/name-field.js'
import { logInAdvice } from './ssh-log-in.js'

/** The days that are offered, as far as the policy allows them. */
const offeredDays = [30, 90, 180, 365] as const

/** The owner's SSH keys: the list, a form for another, and a page for each, where it is renamed and deleted. */
export const sshKeySection = credentialSection<SshKey>({
  path: '/account/ssh-keys',
  icon: 'ssh-key',
  lists: endingLists,
  texts: sshKeyTexts,
  serviceOf: ({ sshKeys }) => sshKeys,
  nameOf: (_visit, { name }) => name,
  columns: (visit) => {
    const { lastOffered, expires, added } = visit.text(credentialTexts)
    return [lastOffered, expires, added]
  },
  entryOf,
  factsOf,
  emptyHint: (visit) => {
    const { emptyMake, emptyPaste } = visit.text(sshKeyTexts)
    return html`${emptyMake}<br /><code>ssh-keygen -t ed25519</code><br />${emptyPaste}
      <code>~/.ssh/id_ed25519.pub</code>`
  },
  advice: logInAdvice,
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
  editing: {
    title: (visit) => visit.text(sshKeyTexts).rename,
    labels: (visit) => ({ name: visit.text(sshKeyTexts).name }),
    fields: (visit, key, problem) => nameField(visit, sshKeyTexts, { name: key.name, problem }),
    done: 'ssh_key.updated',
    save: ({ sshKeys }, { principal, param, form }, actor) =>
      sshKeys.update(actor, { user: principal.user, id: param('id') }, { name: form.text('name') }),
  },
  removal: { verb: 'delete', level: 'session', done: 'ssh_key.deleted' },
})

function entryOf({ options }: Services, visit: SessionVisit, key: SshKey): CredentialEntry {
  const now = options.now()
  const texts = visit.text(sshKeyTexts)
  const { name, publicKey, createdAt, expiresAt, lastOfferedAt } = key
  return {
    aside: html`${keyAside(key)}${alteredLabel(visit, key)}`,
    cells: [
      lastUseValue(visit, { at: lastOfferedAt, now }),
      expiryValue(visit, { expiresAt, now, madeAt: createdAt }),
      moment(visit.locale, createdAt),
    ],
    actions: copyKeyButton(visit, { label: named(texts.copyKey, name), publicKey }),
  }
}

function factsOf({ options }: Services, visit: SessionVisit, key: SshKey): readonly Fact[] {
  const now = options.now()
  const [texts, all] = [visit.text(sshKeyTexts), visit.text(credentialTexts)]
  const { id, name, type, bits, fingerprint, publicKey: value, createdAt, expiresAt, lastOfferedAt } = key
  const label = plainSentence(texts.copyLabel, { name })
  return [
    { label: texts.type, value: plainSentence(texts.typeBits, { type, bits }) },
    { label: texts.fingerprint, value: html`<code>${fingerprint}</code> ${alteredLabel(visit, key)}` },
    { label: texts.publicKeyLabel, value: copyField(visit, { id: `key-${id}`, label, value }) },
    { label: all.added, value: moment(visit.locale, createdAt, 'time') },
    { label: all.expires, value: expiryValue(visit, { expiresAt, now, madeAt: createdAt }) },
    { label: all.lastOffered, value: lastUseValue(visit, { at: lastOfferedAt, now }) },
  ]
}

function alteredLabel(visit: SessionVisit, { altered }: SshKey): Value {
  return altered && html`<span class="kw-label kw-danger-label">${visit.text(sshKeyTexts).altered}</span>`
}

async function newKeyFields(
  services: Services,
  visit: SessionVisit,
  problem: Problem | null,
): Promise<readonly Value[]> {
  const texts = visit.text(sshKeyTexts)
  return [
    nameField(visit, sshKeyTexts, { name: visit.form.text('name'), problem, autofocus: true }),
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
