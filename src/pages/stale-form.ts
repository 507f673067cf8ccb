import { isSurelyOurs } from '../auth/origin.js'
import { withQuery } from '../auth/with-query.js'
import { KeywardError } from '../errors.js'
import type { Reply } from '../http/route.js'
import type { PageContent } from './elements/page.js'
import type { Problem } from './elements/problem.js'
import type { ByCode } from './messages/language.js'
import { problemTexts } from './messages/problems.js'
import type { Mount } from './site/mount.js'
import { pageReply } from './site/reply.js'
import { fieldName } from './visit/field-name.js'
import type { Form } from './visit/form.js'
import { readForm } from './visit/form.js'
import type { Visit } from './visit/visit.js'
import { seeOther } from './visit/visit.js'

/** How a form comes back. */
interface Return<V extends Visit> {
  /** The page that a form without `again` stands on. */
  readonly page: string
  /** Fields that are never repeated in a page. */
  readonly secrets: readonly string[]
  readonly again: ((visit: V, problem: Problem) => Promise<PageContent>) | undefined
}

/**
 * Answers a form whose token counts no more, or was made for another session: it comes back as it was filled in, with a token of now, and
 * nothing is done. Throws 403 `csrf` unless the browser says that a page of ours sent it: else another site's values would stand in a form
 * of ours, with nothing left to do but to press its button.
 */
export async function staleForm<V extends Visit>(
  mount: Mount,
  visit: V,
  { page: back, secrets, again }: Return<V>,
): Promise<Reply> {
  if (!isSurelyOurs(visit.client, mount.services.options)) throw new KeywardError('csrf')
  if (!again) return seeOther(withQuery(back, { notice: 'stale' }))
  const summary = visit.text<ByCode>(problemTexts).stale ?? ''
  const page = await again(
    { ...visit, form: without(visit.form, secrets) },
    { code: 'stale', summary, fields: {} },
  )
  return pageReply(mount, visit, { ...page, status: 403 })
}

function without(form: Form, secrets: readonly string[]): Form {
  const left = form.names().filter((name) => !secrets.map(fieldName).includes(name))
  return readForm(Object.fromEntries(left.map((name) => [name, form.text(name)])))
}
