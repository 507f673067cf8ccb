import type { FactorOverview, OwnSecurityKey } from '../../account/own-factors.js'
import { fewRecoveryCodes } from '../../account/standing.js'
import type { Services } from '../../http/services.js'
import type { Confirmation } from '../elements/confirmation.js'
import { confirmationDialog, confirmationLink } from '../elements/confirmation.js'
import type { Html } from '../elements/html.js'
import { html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import { panel } from '../elements/panel.js'
import { factLine, rowList } from '../elements/list/rows.js'
import { plainSentence, sentence } from '../elements/sentence.js'
import { moment } from '../elements/time.js'
import type { EnrolmentPlace } from '../factors/enrolment-place.js'
import { appForm } from '../factors/authenticator.js'
import { keyLink } from '../factors/new-key.js'
import { twoStepTexts } from '../messages/factors/two-step.js'
import type { Visit } from '../visit/visit.js'
import type { KeyPlace } from './own-keys.js'
import { keyRemovalOf, keyRow, usage } from './own-keys.js'

/** The address of 2-step verification in the account. */
export const twoStepPath = '/account/two-step'

/** The account, as a place where factors are set up. */
export const place: EnrolmentPlace = {
  path: twoStepPath,
  section: twoStepPath,
  passkeys: '/account/passkeys',
  next: ({ returnTo, url }) => returnTo ?? url(twoStepPath),
}

/** The security keys on this page. */
export const keyPlace: KeyPlace = {
  kind: 'securityKey',
  section: twoStepPath,
  keys: `${twoStepPath}/security-keys`,
}

/** What is on, what is missing, and what can be done about it. */
export function twoStepPage(
  services: Pick<Services, 'options'>,
  visit: Visit,
  overview: FactorOverview,
): PageContent {
  const texts = visit.text(twoStepTexts)
  const { enabled } = overview
  const [passkeys, keys] = apart(services, visit, overview)
  const confirmations = [
    ...(overview.totp ? [appRemovalOf(visit)] : []),
    ...keys.map((key) => keyRemovalOf(visit, keyPlace, key)),
    ...(enabled ? [renewalOf(visit), turningOffOf(visit)] : []),
  ]
  return {
    title: texts.title,
    section: twoStepPath,
    main: html`<h1>${texts.title}</h1>
      <p class="kw-intro">${texts.intro}</p>
      ${demandBanner(visit, overview)} ${statePanel(visit, overview)}
      <div class="kw-cards">
        ${appPanel(visit, overview)} ${keysPanel(services, visit, keys)}
        ${hasPasskeyPage(services, visit) && passkeysPanel(visit, passkeys.length)}
        ${enabled && codesPanel(visit, overview)}
      </div>
      ${confirmations.map((confirmation) => confirmationDialog(visit, confirmation))}`,
  }
}

/** The question whether the authenticator app is to be removed. */
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

/** The question whether all factors are to be removed. */
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

/** The question whether new recovery codes are to take the place of the old ones. */
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

function demandBanner(visit: Visit, { demand, satisfied, deadline, due }: FactorOverview): Html | null {
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

/** Passkeys, where they have a page of their own, and the other keys. */
function apart(
  services: Pick<Services, 'options'>,
  visit: Visit,
  { securityKeys }: FactorOverview,
): readonly [readonly OwnSecurityKey[], readonly OwnSecurityKey[]] {
  const isApart = ({ passkey }: OwnSecurityKey): boolean => passkey && hasPasskeyPage(services, visit)
  return [securityKeys.filter(isApart), securityKeys.filter((key) => !isApart(key))]
}

function hasPasskeyPage({ options }: Pick<Services, 'options'>, { theme }: Visit): boolean {
  return options.passkeys && theme.shows('/account/passkeys')
}

/** Whether it is on, and the way to turn it off. */
function statePanel(visit: Visit, { enabled }: FactorOverview): Html {
  const texts = visit.text(twoStepTexts)
  const label = enabled
    ? html`<span class="kw-label kw-success-label">${texts.on}</span>`
    : html`<span class="kw-label">${texts.off}</span>`
  return html`<section class="kw-state">
    <div class="kw-part-title">
      <h2>${texts.row} ${label}</h2>
      <p class="kw-hint">${enabled ? texts.isOn : texts.isOff}</p>
    </div>
    ${enabled && confirmationLink(visit, turningOffOf(visit), texts.turnOffShort)}
  </section>`
}

function appPanel(visit: Visit, { totp: app, enabled }: FactorOverview): Html {
  const texts = visit.text(twoStepTexts)
  const begin = appForm(visit, place, {
    label: app ? texts.replaceApp : texts.useApp,
    rank: enabled ? 'secondary' : 'primary',
  })
  const id = 'authenticator-app'
  if (!app) return panel({ id, title: texts.app, hint: texts.appHint, actions: begin })
  return panel({
    id,
    title: texts.app,
    hint: texts.appHint,
    actions: html`<div class="kw-row-actions">
      ${begin} ${confirmationLink(visit, appRemovalOf(visit), texts.removeApp)}
    </div>`,
    content: factLine(usage(visit, app)),
  })
}

function keysPanel(services: Pick<Services, 'options'>, visit: Visit, keys: readonly OwnSecurityKey[]): Html {
  const texts = visit.text(twoStepTexts)
  return panel({
    id: 'security-keys',
    title: texts.keys,
    hint: texts.keysHint,
    actions: keyLink(services, visit, { place }),
    content: rowList(
      keys.map((key) => keyRow(visit, keyPlace, key)),
      html``,
    ),
  })
}

/** Where passkeys have a page of their own, this one leads there. */
function passkeysPanel(visit: Visit, count: number): Html {
  const texts = visit.text(twoStepTexts)
  return panel({
    title: texts.passkeys,
    hint: texts.passkeysHint,
    actions: html`<a class="kw-button" href="${visit.url('/account/passkeys')}">${texts.managePasskeys}</a>`,
    content:
      count > 0 &&
      html`<p class="kw-facts">
        ${count === 1 ? texts.onePasskey : plainSentence(texts.passkeyCount, { n: count })}
      </p>`,
  })
}

function codesPanel(visit: Visit, { recoveryCodes }: FactorOverview): Html {
  const texts = visit.text(twoStepTexts)
  return panel({
    title: texts.codes,
    hint: texts.codesHint,
    actions: confirmationLink(visit, renewalOf(visit), texts.newCodes),
    content: html`${recoveryCodes <= fewRecoveryCodes && html`<p class="kw-banner kw-attention">${texts.fewLeft}</p>`}
      <p>${plainSentence(texts.remaining, { n: recoveryCodes })}</p>`,
  })
}
