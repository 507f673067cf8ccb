import { refusableHolder } from '../../auth/recording.js'
import { KeywardError } from '../../errors.js'
import type { Reply } from '../../http/route.js'
import type { Services } from '../../http/services.js'
import type { PageContent } from '../elements/page.js'
import type { Problem } from '../elements/problem.js'
import { chosenScopesIn } from '../elements/scopes.js'
import { hoursIn } from '../elements/token-lifetime.js'
import type { Section } from '../site/section.js'
import type { SessionVisit } from '../visit/visit.js'
import { actorIn, seeOther } from '../visit/visit.js'
import { activationPath, answeredPage, codePage, doneAt, donePage, unknownCode } from './activation-pages.js'
import { requestPage } from './device-request.js'

/** Letting a program on another device use one's account (RFC 8628, section 3.3): its code is typed or carried over, looked at, and answered. */
export const activationSection: Section = {
  isOn: ({ deviceClients }) => Object.keys(deviceClients).length > 0,
  routes: ({ services, get, post }) => [
    get(activationPath, {
      level: 'session',
      handler: async (visit) => {
        const page = await donePage(services, visit)
        if (page) return page
        return userCodeIn(visit) === '' ? codePage(visit, null) : asked(services, visit, null)
      },
    }),
    post(`${activationPath}/approval`, {
      level: 'recent',
      again: (visit, problem) => asked(services, visit, problem),
      handler: (visit) =>
        aboutCode(services, visit, async (userCode) => {
          const { form, principal } = visit
          await services.devices.approve(actorIn(visit), principal, {
            userCode,
            expiresInHours: hoursIn(form),
            scopes: chosenScopesIn(form),
          })
          return seeOther(doneAt(visit, 'device.approved'))
        }),
    }),
    post(`${activationPath}/denial`, {
      level: 'session',
      again: (visit, problem) => asked(services, visit, problem),
      handler: (visit) =>
        aboutCode(services, visit, async (userCode) => {
          await services.devices.deny(actorIn(visit), visit.principal.user, userCode)
          return seeOther(doneAt(visit, 'device.denied'))
        }),
    }),
  ],
}

/** The page that asks about a request, once more where there is a problem. */
function asked(services: Services, visit: SessionVisit, problem: Problem | null): Promise<PageContent> {
  return aboutCode(services, visit, async (userCode) => {
    const request = await services.devices.find(visit.principal.user, userCode)
    return requestPage(services, visit, { request, userCode, problem })
  })
}

/** Does something about the request that a code stands for; a code that stands for none, or for none any more, is answered by a page that says so. */
async function aboutCode<Answer extends PageContent | Reply>(
  { entrance, options }: Pick<Services, 'entrance' | 'options'>,
  visit: SessionVisit,
  act: (userCode: string) => Promise<Answer>,
): Promise<Answer | PageContent> {
  const { client, principal } = visit
  try {
    // Whoever records refusals sees none in what is answered by a page.
    return await entrance.recording(client, refusableHolder(principal), () => act(userCodeIn(visit)))
  } catch (error) {
    if (!(error instanceof KeywardError)) throw error
    const { code, status, headers } = error
    if (code === 'conflict') return { ...answeredPage(visit), status }
    if (code !== 'not_found' && code !== 'too_many_attempts') throw error
    return { ...codePage(visit, unknownCode(visit, error, options.now())), status, headers }
  }
}

function userCodeIn({ form, query }: SessionVisit): string {
  return form.text('user_code') || query('user_code')
}
