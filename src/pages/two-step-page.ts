import type { Demand } from '../policy/enforcement.js'
import type { SecurityKeyRow } from '../store/security-key.js'
import type { TotpRow } from '../store/totp.js'
import type { Confirmation } from './confirmation.js'
import { confirmationDialog, confirmationLink } from './confirmation.js'
import type { EnrolmentPlace } from './enrolment.js'
import { appForm, keyLink } from './enrolment.js'
import type { Html, Value } from './html.js'
import { html } from './html.js'
import { controlTexts } from './messages/controls.js'
import { twoStepTexts } from './messages/two-step.js'
import type { Page } from './page.js'
import { part } from './part.js'
import type { Row } from './rows.js'
import { factLine, rowList } from './rows.js'
import { plainSentence, sentence } from './sentence.js'
import { moment } from './time.js'
import type { Visit } from './visit.js'

export const twoStepPath = '/account/two-step'

/** Factors are set up in the account. */
export const place: EnrolmentPlace = {
  path: twoStepPath,
  section: twoStepPath,
  next: ({ to, url }) => to ?? url(twoStepPath),
}

/** What a user has, and must have. */
export interface Enrolment {
  readonly enabled: boolean
  readonly app: TotpRow | null
  readonly keys: readonly SecurityKeyRow[]
  readonly codesLeft: number
  readonly demand: Demand
  readonly satisfied: boolean
  /** Epoch ms. */
  readonly deadline: number | null
  readonly due: boolean
}

const fewCodes = 3

/** The overview. */
export function twoStepPage(visit: Visit, enrolment: Enrolment): Page {
  const texts = visit.text(twoStepTexts)
  const { enabled } = enrolment
  const label = enabled
    ? html`<span class="kw-label kw-success-label">${texts.on}</span>`
    : html`<span class="kw-label">${texts.off}</span>`
  const asked = [
    ...(enrolment.app ? [appRemovalOf(visit)] : []),
    ...enrolment.keys.map((key) => keyRemovalOf(visit, key)),
    ...(enabled ? [renewalOf(visit), turningOffOf(visit)] : []),
  ]
  return {
    title: texts.title,
    section: twoStepPath,
    main: html`<div class="kw-heading"><h1>${texts.title} ${label}</h1></div>
      <p class="kw-intro">${texts.intro}</p>
      ${demandBanner(visit, enrolment)} ${appPart(visit, enrolment)} ${keysPart(visit, enrolment)}
      ${enabled && codesPart(visit, enrolment)} ${passwordPart(visit)}
      ${enabled && html`<p class="kw-part">${confirmationLink(visit, turningOffOf(visit), texts.turnOff)}</p>`}
      ${asked.map((confirmation) => confirmationDialog(visit, confirmation))}`,
  }
}

export function appRemovalOf(visit: Visit): Confirmation {
  const texts = visit.text(twoStepTexts)
  return {
    id: 'remove-app',
    path: `${twoStepPath}/authenticator/removal`,
    question: texts.removeAppTitle,
    name: '',
    consequence: texts.removeAppText,
    button: texts.removeApp,
    section: twoStepPath,
  }
}

export function keyRemovalOf(visit: Visit, { id, name }: Pick<SecurityKeyRow, 'id' | 'name'>): Confirmation {
  const texts = visit.text(twoStepTexts)
  return {
    id: `remove-${id}`,
    path: `${twoStepPath}/security-keys/${id}/removal`,
    question: texts.removeKeyTitle,
    name,
    consequence: texts.removeKeyText,
    button: texts.removeKey,
    section: twoStepPath,
  }
}

export function turningOffOf(visit: Visit): Confirmation {
  const texts = visit.text(twoStepTexts)
  return {
    id: 'turn-off',
    path: `${twoStepPath}/off`,
    question: texts.turnOffTitle,
    name: '',
    consequence: texts.turnOffText,
    button: texts.turnOff,
    section: twoStepPath,
  }
}

export function renewalOf(visit: Visit): Confirmation {
  const texts = visit.text(twoStepTexts)
  return {
    id: 'new-codes',
    path: `${twoStepPath}/recovery-codes`,
    question: texts.newCodesTitle,
    name: '',
    consequence: texts.newCodesText,
    button: texts.newCodes,
    harmless: true,
    section: twoStepPath,
  }
}

function demandBanner(visit: Visit, { demand, satisfied, deadline, due }: Enrolment): Html | null {
  if (demand === 'off' || satisfied) return null
  const texts = visit.text(twoStepTexts)
  const key = demand === 'security_key'
  if (due || deadline === null) {
    return html`<p class="kw-banner kw-attention">${key ? texts.demandedKey : texts.demanded}</p>`
  }
  const date = moment(visit.locale, deadline)
  return html`<p class="kw-banner kw-attention">
    ${sentence(key ? texts.demandedKeyBy : texts.demandedBy, { date })}
  </p>`
}

function appPart(visit: Visit, { app, enabled }: Enrolment): Html {
  const texts = visit.text(twoStepTexts)
  const begin = appForm(visit, place, app ? texts.replaceApp : texts.useApp, !enabled)
  if (!app) return part({ title: texts.app, hint: texts.appHint, actions: begin })
  return part({
    title: texts.app,
    hint: texts.appHint,
    actions: html`<div class="kw-row-actions">
      ${begin} ${confirmationLink(visit, appRemovalOf(visit), texts.removeApp)}
    </div>`,
    content: factLine(usage(visit, app)),
  })
}

function keysPart(visit: Visit, { keys }: Enrolment): Html {
  const texts = visit.text(twoStepTexts)
  return part({
    title: texts.keys,
    hint: texts.keysHint,
    actions: keyLink(visit, place, texts.addKey),
    content: rowList(
      keys.map((key) => keyRow(visit, key)),
      html``,
    ),
  })
}

function keyRow(visit: Visit, key: SecurityKeyRow): Row {
  const texts = visit.text(twoStepTexts)
  const { rename, remove } = visit.text(controlTexts)
  const edit = visit.url(`${twoStepPath}/security-keys/${key.id}`)
  return {
    name: html`<bdi>${key.name}</bdi>`,
    facts: [
      ...usage(visit, key),
      key.passkey && html`<span class="kw-label">${texts.passkey}</span>`,
      key.backedUp && html`<span class="kw-label">${texts.synced}</span>`,
      key.suspect && html`<span class="kw-label kw-danger-label">${texts.suspect}</span>`,
    ],
    actions: html`<a class="kw-button kw-small" href="${edit}"
        >${rename}<span class="kw-hidden"> <bdi>${key.name}</bdi></span></a
      >
      ${confirmationLink(visit, keyRemovalOf(visit, key), remove)}`,
  }
}

function codesPart(visit: Visit, { codesLeft }: Enrolment): Html {
  const texts = visit.text(twoStepTexts)
  return part({
    title: texts.codes,
    hint: texts.codesHint,
    actions: confirmationLink(visit, renewalOf(visit), texts.newCodes),
    content: html`${codesLeft <= fewCodes && html`<p class="kw-banner kw-attention">${texts.fewLeft}</p>`}
      <p>${plainSentence(texts.remaining, { n: codesLeft })}</p>`,
  })
}

function passwordPart(visit: Visit): Html {
  const texts = visit.text(twoStepTexts)
  return part({
    title: texts.password,
    hint: texts.passwordHint,
    actions: html`<a class="kw-button" href="${visit.url('/account/password')}">${texts.changePassword}</a>`,
  })
}

function usage(visit: Visit, row: Pick<SecurityKeyRow, 'createdAt' | 'lastUsedAt'>): Value[] {
  const texts = visit.text(twoStepTexts)
  const { createdAt, lastUsedAt } = row
  return [
    sentence(texts.added, { date: moment(visit.locale, createdAt) }),
    lastUsedAt === null
      ? texts.neverUsed
      : sentence(texts.lastUsed, { date: moment(visit.locale, lastUsedAt) }),
  ]
}
