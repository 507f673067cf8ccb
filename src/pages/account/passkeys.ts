import type { Services } from '../../http/services.js'
import type { OwnSecurityKey } from '../../account/own-factors.js'
import { confirmationDialog } from '../elements/confirmation.js'
import { html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import { emptyState, rowList } from '../elements/list/rows.js'
import type { EnrolmentPlace } from '../factors/enrolment-place.js'
import { newCodesRoutes } from '../factors/new-codes.js'
import { keyLink, newKeyRoutes } from '../factors/new-key.js'
import { passkeyTexts } from '../messages/factors/passkeys.js'
import type { Section } from '../site/section.js'
import type { SessionVisit } from '../visit/visit.js'
import type { KeyPlace } from './own-keys.js'
import { keyRemovalOf, keyRow, ownKeyRoutes } from './own-keys.js'

const path = '/account/passkeys'
const passkeys: KeyPlace = { kind: 'passkey', section: path, keys: path }

/** The account, as a place where passkeys are added. */
const place: EnrolmentPlace = {
  path,
  section: path,
  passkeys: path,
  next: ({ returnTo, url }) => returnTo ?? url(path),
}

/** The passkeys by which somebody signs in without a password. */
export const passkeySection: Section = {
  path,
  label: (visit) => visit.text(passkeyTexts).title,
  group: 'sign-in',
  icon: 'passkey',
  isOn: ({ passkeys }) => passkeys,
  routes: (router) => [
    router.get(path, { level: 'session', handler: (visit) => overview(router.services, visit) }),
    ...newKeyRoutes(router, place, 'passkey'),
    ...newCodesRoutes(router, place),
    ...ownKeyRoutes(router, passkeys),
  ],
}

async function overview(services: Services, visit: SessionVisit): Promise<PageContent> {
  const { enabled, securityKeys } = await services.factors.overview(visit.principal)
  const own = securityKeys.filter(({ passkey }) => passkey)
  const texts = visit.text(passkeyTexts)
  return {
    title: texts.title,
    section: path,
    main: html`<div class="kw-heading">
        <h1>${texts.title}</h1>
        ${keyLink(services, visit, { place, kind: 'passkey', rank: 'primary' })}
      </div>
      <p class="kw-intro">${texts.intro}</p>
      ${!enabled && html`<p class="kw-hint">${texts.alsoSecond}</p>`} ${list(visit, own)}
      ${own.map((key) => confirmationDialog(visit, keyRemovalOf(visit, passkeys, key)))}`,
  }
}

function list(visit: SessionVisit, own: readonly OwnSecurityKey[]) {
  const texts = visit.text(passkeyTexts)
  return rowList(
    own.map((key) => keyRow(visit, passkeys, key)),
    emptyState(texts.none, texts.noneText),
  )
}
