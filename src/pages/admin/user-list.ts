import type { AdminUser } from '../../admin/admin-user.js'
import type { UserPage, UserSearch } from '../../admin/user-list.js'
import { userCursorsOf, userQuery } from '../../http/list/user-query.js'
import { readInput } from '../../input/read-input.js'
import type { Entry } from '../elements/list/column-list.js'
import { columnList } from '../elements/list/column-list.js'
import { hiddenField } from '../elements/field.js'
import type { Value } from '../elements/html.js'
import { html } from '../elements/html.js'
import type { ListTools } from '../elements/list/list-tools.js'
import { listCount, listPager, listResults, listTools, nothingFound } from '../elements/list/list-tools.js'
import type { PageContent } from '../elements/page.js'
import { emptyState } from '../elements/list/rows.js'
import { named, plainSentence } from '../elements/sentence.js'
import { agoValue } from '../elements/time.js'
import { adminUserTexts } from '../messages/admin/admin-users.js'
import type { Visit } from '../visit/visit.js'
import { labels, usersPath } from './user-page.js'

/** A page of the list, what was asked for it, and what time it is. */
interface Found {
  readonly found: UserPage
  readonly search: UserSearch
  readonly now: number
}

/** What the query of the list asks for; a parameter that is empty asks for nothing. */
export function searchIn(visit: Visit): UserSearch {
  const given = ['cursor', 'q', 'status', 'sort', 'organization'].map(
    (name) => [name, visit.query(name)] as const,
  )
  return readInput(userQuery, Object.fromEntries(given.filter(([, value]) => value !== '')))
}

/** The list of users. */
export function listPage(visit: Visit, { found, search, now }: Found): PageContent {
  const texts = visit.text(adminUserTexts)
  const tools = toolsOf(visit, search)
  const { organizationId } = search
  const others = [texts.organizationColumn, texts.twoStepColumn, texts.lastSignInColumn]
  const empty = nothingFound(visit, tools) ?? emptyState(texts.empty, '')
  const part = { ...found, ...userCursorsOf(found, search), shown: found.rows.length }
  return {
    title: texts.title,
    section: usersPath,
    main: html`<div class="kw-heading">
        <h1>${texts.title}</h1>
        <a class="kw-button kw-primary" href="${visit.url(`${usersPath}/new`)}">${texts.add}</a>
      </div>
      <p class="kw-intro">${texts.intro}</p>
      ${
        organizationId !== null &&
        html`<p>
          ${named(texts.of, organizationId)} · <a href="${visit.url(usersPath)}">${texts.showEverybody}</a>
        </p>`
      }
      ${listTools(visit, tools)} ${listCount(visit, part)}
      ${listResults(
        html`${
          found.rows.length === 0
            ? empty
            : columnList(
                { name: texts.username, others },
                found.rows.map((user) => entryOf(visit, user, now)),
              )
        }
        ${listPager(visit, tools, part)}`,
      )}`,
  }
}

function toolsOf(visit: Visit, { organizationId }: UserSearch): ListTools {
  const texts = visit.text(adminUserTexts)
  return {
    path: usersPath,
    search: texts.search,
    chips: [
      { value: '', label: texts.all },
      { value: 'active', label: texts.active },
      { value: 'disabled', label: texts.disabledOnes },
      { value: 'no_factor', label: texts.withoutFactor },
    ],
    sorts: [
      { value: 'created', label: texts.newestFirst },
      { value: 'username', label: texts.byName },
      { value: 'last_sign_in', label: texts.byLastSignIn },
    ],
    fields: organizationId !== null && hiddenField('organization', organizationId),
    more: ['organization'],
  }
}

function entryOf(visit: Visit, user: AdminUser, now: number): Entry {
  const texts = visit.text(adminUserTexts)
  const { id, username, displayName, organizationId, lastSignInAt } = user
  return {
    name: html`<a href="${visit.url(`${usersPath}/${id}`)}"><bdi>${username}</bdi></a>
      ${labels(visit, user)}`,
    aside: displayName !== null && html`<p class="kw-aside"><bdi>${displayName}</bdi></p>`,
    cells: [
      organizationId !== null && html`<bdi>${organizationId}</bdi>`,
      factorsOf(visit, user),
      lastSignInAt === null ? texts.neverSignedIn : agoValue(visit, lastSignInAt, now),
    ],
  }
}

function factorsOf(visit: Visit, { mfa }: AdminUser): Value {
  const texts = visit.text(adminUserTexts)
  const keys = mfa.securityKeys === 1 ? texts.oneKey : plainSentence(texts.keys, { n: mfa.securityKeys })
  const held = [...(mfa.totp ? [texts.app] : []), ...(mfa.securityKeys > 0 ? [keys] : [])]
  return held.length === 0 ? texts.noFactor : held.join(', ')
}
