import type { WaitingHolder } from '../../auth/waiting-secrets.js'
import { withQuery } from '../../auth/with-query.js'
import type { Secret } from '../../crypto/secret.js'
import { secret } from '../../crypto/secret.js'
import type { Reply, Route } from '../../http/route.js'
import type { Services } from '../../http/services.js'
import { html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import type { CodesOccasion } from '../elements/recovery-codes.js'
import { recoveryCodesPage } from '../elements/recovery-codes.js'
import { wasShown } from '../elements/secret-card.js'
import { readOnce, showOnce } from '../elements/shown-once.js'
import { controlTexts } from '../messages/controls.js'
import { enrolmentTexts } from '../messages/factors/enrolment.js'
import { twoStepTexts } from '../messages/factors/two-step.js'
import type { PageRouter } from '../site/section.js'
import type { SessionVisit, Visit } from '../visit/visit.js'
import type { EnrolmentPlace } from './enrolment-place.js'

/** Recovery codes that were just made. */
interface NewCodes {
  readonly place: EnrolmentPlace
  readonly codes: readonly Secret[]
  readonly occasion: CodesOccasion
  /** The session that they are shown to. */
  readonly holder: WaitingHolder
  readonly cookies?: readonly string[]
}

/** The route of the page that shows new recovery codes once. */
export function newCodesRoutes({ services, get }: PageRouter, place: EnrolmentPlace): readonly Route[] {
  return [
    get(pathIn(place), {
      level: 'limited',
      handler: async (visit) => {
        const { id } = visit.principal.user
        const found = await readOnce(services, visit, { purpose: 'recovery_codes', subject: id })
        if (!found) return shownPage(visit, place)
        const occasion = visit.query('occasion') === 'renewed' ? 'renewed' : 'first'
        const codes = found.reveal().split('\n').map(secret)
        return recoveryCodesPage(visit, {
          codes,
          occasion,
          next: place.next(visit),
          section: place.section,
          product: productOf(services, visit),
          owner: visit.principal.user.username,
        })
      },
    }),
  ]
}

/** Leads to the page that shows new recovery codes. */
export async function newCodesReply(
  services: Pick<Services, 'waitingSecrets' | 'options'>,
  visit: Visit,
  { place, codes, occasion, holder, cookies }: NewCodes,
): Promise<PageContent | Reply> {
  const { section } = place
  return showOnce(services, {
    purpose: 'recovery_codes',
    subject: holder.userId,
    secret: secret(codes.map((code) => code.reveal()).join('\n')),
    holder,
    location: withQuery(visit.url(pathIn(place)), { occasion, to: visit.returnTo }),
    cookies,
    atOnce: () =>
      recoveryCodesPage(visit, {
        codes,
        occasion,
        next: place.next(visit),
        section,
        product: productOf(services, visit),
        owner: visit.principal?.user.username ?? '',
      }),
  })
}

function productOf({ options }: Pick<Services, 'options'>, { theme }: Pick<Visit, 'theme'>): string {
  return theme.productName ?? options.productName
}

/** The page once its codes were shown. */
function shownPage(visit: SessionVisit, place: EnrolmentPlace): PageContent {
  const { codes } = visit.text(enrolmentTexts)
  const { newCodes } = visit.text(twoStepTexts)
  return {
    title: codes,
    section: place.section,
    main: html`${wasShown(visit, 'recovery_codes', '')}
      <h1>${codes}</h1>
      <div class="kw-buttons">
        <a class="kw-button kw-primary" href="${place.next(visit)}">${visit.text(controlTexts).continue}</a>
        ${visit.theme.shows('/account/two-step') && html`<a class="kw-button" href="${visit.url('/account/two-step/recovery-codes')}">${newCodes}</a>`}
      </div>`,
  }
}

function pathIn({ path }: EnrolmentPlace): string {
  return `${path}/new-recovery-codes`
}
