import type { AdminUser } from '../../admin/admin-user.js'
import type { Page as Stored } from '../../store/page.js'
import { textField } from '../elements/field.js'
import { filterForm } from '../elements/filter.js'
import { html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import type { Row } from '../elements/rows.js'
import { emptyState, pager, rowList } from '../elements/rows.js'
import { adminUserTexts } from '../messages/admin-users.js'
import { controlTexts } from '../messages/controls.js'
import type { Visit } from '../visit/visit.js'
import { factsOf, labels, usersPath } from './user-page.js'

/** The list of users, or of the one that was looked for. */
export function listPage(visit: Visit, found: Stored<AdminUser>): PageContent {
  const texts = visit.text(adminUserTexts)
  const search = { name: 'user', label: texts.search, value: visit.query('user'), optional: true }
  return {
    title: texts.title,
    section: usersPath,
    main: html`<div class="kw-heading">
        <h1>${texts.title}</h1>
        <a class="kw-button kw-primary" href="${visit.url(`${usersPath}/new`)}">${texts.add}</a>
      </div>
      <p class="kw-intro">${texts.intro}</p>
      ${filterForm(visit, usersPath, textField(search))}
      ${rowList(
        found.rows.map((user) => rowOf(visit, user)),
        emptyState(texts.empty, ''),
      )}
      ${pager(visit, usersPath, found)}`,
  }
}

function rowOf(visit: Visit, user: AdminUser): Row {
  const { edit } = visit.text(controlTexts)
  const { id, username, displayName } = user
  return {
    name: html`<bdi>${username}</bdi> ${labels(visit, user)}`,
    aside: displayName !== null && html`<p class="kw-aside"><bdi>${displayName}</bdi></p>`,
    facts: factsOf(visit, user),
    actions: html`<a class="kw-button kw-small" href="${visit.url(`${usersPath}/${id}`)}"
      >${edit}<span class="kw-hidden"> <bdi>${username}</bdi></span></a
    >`,
  }
}
