import type { BoundCredential } from '../../admin/credentials.js'
import { withQuery } from '../../auth/with-query.js'
import type { Route } from '../../http/route.js'
import type { Services } from '../../http/services.js'
import { limitedApiKeyChange } from '../../input/api-key.js'
import { limitField, limitIn, limitLabels } from '../credentials/request-limit.js'
import { form, formButtons } from '../elements/field.js'
import type { Html } from '../elements/html.js'
import { html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import type { Problem } from '../elements/problem.js'
import { problemSummary } from '../elements/problem.js'
import { named, plainSentence } from '../elements/sentence.js'
import { readFields } from '../elements/text-list.js'
import { adminCredentialTexts } from '../messages/admin/admin-credentials.js'
import { apiKeyTexts } from '../messages/api-keys.js'
import { controlTexts } from '../messages/controls.js'
import type { PageRouter } from '../site/section.js'
import type { Visit } from '../visit/visit.js'
import { actorIn, seeOther } from '../visit/visit.js'

/** The page on which administrators say how many requests anybody's API key may make; `list` = the address of the inventory. */
export function limitRoutes({ services, get, post }: PageRouter, list: string): readonly Route[] {
  const own = `${list}/:id/limit`
  return [
    get(own, { level: 'admin', handler: (visit) => page(services, visit, { list, problem: null }) }),
    post(own, {
      level: 'admin',
      again: (visit, problem) => page(services, visit, { list, problem }),
      handler: async (visit) => {
        const { limit = null } = readFields(limitedApiKeyChange, { limit: limitIn(visit.form) })
        await services.credentials.limit(actorIn(visit), visit.param('id'), limit)
        return seeOther(withQuery(visit.url(list), { done: 'api_key.updated' }))
      },
    }),
  ]
}

/** The button of an API key's row that leads there. */
export function limitLink(visit: Visit, own: string, name: string): Html {
  return html`<a class="kw-button kw-small" href="${visit.url(`${own}/limit`)}"
    >${visit.text(apiKeyTexts).limit}<span class="kw-hidden"> <bdi>${name}</bdi></span></a
  >`
}

async function page(
  { credentials }: Services,
  visit: Visit,
  { list, problem }: { readonly list: string; readonly problem: Problem | null },
): Promise<PageContent> {
  const { id, name, user, limit }: BoundCredential = await credentials.bound(visit.param('id'))
  const texts = visit.text(adminCredentialTexts)
  const { save, cancel } = visit.text(controlTexts)
  const of = plainSentence(texts.of, { name: name ?? '', user: user.username })
  return {
    title: plainSentence(texts.limitTitle, { name: of }),
    section: list,
    main: html`<h1>${named(texts.limitTitle, of)}</h1>
      <p class="kw-intro">${texts.limitText}</p>
      ${problemSummary(visit, problem, limitLabels(visit))}
      ${form(visit, { action: visit.url(`${list}/${id}/limit`) }, [
        limitField(visit, { limit, problem }),
        formButtons(save, visit.url(list), cancel),
      ])}`,
  }
}
