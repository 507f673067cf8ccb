import { cursorsOf } from '../../http/list/paging.js'
import type { CountedPage, ListRequest } from '../../store/page.js'
import { columnList } from '../elements/list/column-list.js'
import type { Entry } from '../elements/list/column-list.js'
import { confirmationDialog, confirmationLink } from '../elements/confirmation.js'
import type { Html, Value } from '../elements/html.js'
import { html } from '../elements/html.js'
import type { ListTools } from '../elements/list/list-tools.js'
import { listCount, listPager, listResults, listTools, nothingFound } from '../elements/list/list-tools.js'
import { actionMenu } from '../elements/list/menu.js'
import type { PageContent } from '../elements/page.js'
import { emptyState } from '../elements/list/rows.js'
import { newMark } from '../elements/secret-card.js'
import { named } from '../elements/sentence.js'
import { credentialSortTexts, credentialStatusTexts } from '../messages/credentials.js'
import { listTexts } from '../messages/lists.js'
import type { SessionVisit } from '../visit/visit.js'
import type { CredentialRoom } from './credential-page.js'
import { pauseOf, pauseQuestion, removalOf } from '../credentials/credential-questions.js'
import { isDue } from '../credentials/credential-state.js'
import { pathIn } from './holder.js'
import type { KindOfCredential, ListedCredential } from '../credentials/kind-of-credential.js'

/** A list of one kind of credential, as far as it is shown. */
interface ShownList<C> {
  readonly found: CountedPage<C>
  readonly request: ListRequest
  /** Stands above the list: the secret of the one that was just made, say. */
  readonly banner: Html | null
}

/** The page that lists the credentials of a kind. */
export async function credentialListPage<C extends ListedCredential>(
  { kind, services }: CredentialRoom<C>,
  visit: SessionVisit,
  { found, request, banner }: ShownList<C>,
): Promise<PageContent> {
  const { path } = kind
  const texts = visit.text(kind.texts)
  const tools = toolsOf(kind, visit)
  const part = { ...found, ...cursorsOf(found, request), shown: found.rows.length }
  const nothing = nothingFound(visit, tools)
  const isEmpty = found.rows.length === 0 && nothing === null
  const list =
    found.rows.length === 0
      ? (nothing ?? emptyState(texts.empty, kind.emptyHint(visit)))
      : credentialRows({ kind, services }, visit, found.rows)
  return {
    title: texts.title,
    section: path,
    main: html`${banner}
      <div class="kw-heading">
        <h1>${texts.title}</h1>
        <div class="kw-buttons">
          ${kind.further?.(visit)}
          <a class="kw-button kw-primary" href="${visit.url(`${path}/new`)}">${texts.add}</a>
        </div>
      </div>
      <p class="kw-intro">${texts.intro}</p>
      ${!isEmpty && [listTools(visit, tools), listCount(visit, part)]}
      ${listResults([list, listPager(visit, tools, part)])}
      ${!isEmpty && (await kind.advice?.(services, visit, 'all'))}`,
  }
}

/** Credentials in rows, each with what can be done with it. */
export function credentialRows<C extends ListedCredential>(
  room: CredentialRoom<C>,
  visit: SessionVisit,
  rows: readonly C[],
): Value {
  const { kind } = room
  return [
    columnList(
      { name: visit.text(listTexts).name, others: kind.columns(visit) },
      rows.map((credential) => entryOf(room, visit, credential)),
    ),
    rows.map((credential) => questionsOf(kind, visit, credential)),
  ]
}

/** How the list is searched, narrowed and ordered. */
function toolsOf<C extends ListedCredential>(kind: KindOfCredential<C>, visit: SessionVisit): ListTools {
  const { path, lists } = kind
  const [statuses, sorts] = [visit.text(credentialStatusTexts), visit.text(credentialSortTexts)]
  return {
    path,
    search: visit.text(kind.texts).search,
    chips: [
      { value: '', label: statuses.all },
      ...lists.statuses.map((value) => ({ value, label: statuses[value] })),
    ],
    sorts: lists.sorts.map((value) => ({ value, label: sorts[value] })),
  }
}

function entryOf<C extends ListedCredential>(
  { kind, services }: CredentialRoom<C>,
  visit: SessionVisit,
  credential: C,
): Entry {
  const { actions, ...said } = kind.entryOf(services, visit, credential)
  const href = visit.url(`${pathIn(kind, visit)}/${credential.id}`)
  return {
    ...said,
    name: html`<a href="${href}"><bdi>${kind.nameOf(visit, credential)}</bdi></a>`,
    mark: newMark(visit, credential.id),
    actions: [
      isDue(credential, services.options.now()) &&
        renewalLink(kind, visit, { credential, look: 'kw-button kw-small' }),
      actions,
      confirmationLink(visit, removalOf(kind, visit, credential), visit.text(kind.texts).remove),
      menuOf(kind, visit, credential),
    ],
  }
}

/** The menu of a row, which holds what the credential's own page does; nothing where removing is all that can be done. */
function menuOf<C extends ListedCredential>(
  kind: KindOfCredential<C>,
  visit: SessionVisit,
  credential: C,
): Html | null {
  const { editing, pausing } = kind
  if (!editing) return null
  const name = kind.nameOf(visit, credential)
  const removal = removalOf(kind, visit, credential)
  return actionMenu(named(visit.text(listTexts).actions, name), [
    html`<a href="${visit.url(`${pathIn(kind, visit)}/${credential.id}`)}#name"
      >${editing.title(visit)}${hiddenName(name)}</a
    >`,
    renewalLink(kind, visit, { credential, look: null }),
    pausing && pauseLink({ kind, pausing }, visit, credential),
    html`<a class="kw-danger-button" href="${visit.url(removal.path)}" data-dialog="${removal.id}"
      >${visit.text(kind.texts).remove}${hiddenName(name)}</a
    >`,
  ])
}

function pauseLink<C extends ListedCredential>(
  of: Parameters<typeof pauseQuestion<C>>[0],
  visit: SessionVisit,
  credential: C,
): Html {
  const texts = visit.text(of.pausing.texts)
  const pause = pauseOf(credential)
  const { id, path, name } = pauseQuestion(of, visit, { credential, pause })
  const label = pause === 'disabling' ? texts.disable : texts.enable
  return html`<a href="${visit.url(path)}" data-dialog="${id}">${label}${hiddenName(name)}</a>`
}

function renewalLink<C extends ListedCredential>(
  kind: KindOfCredential<C>,
  visit: SessionVisit,
  { credential, look }: { readonly credential: C; readonly look: string | null },
): Value {
  if (!kind.renewal) return null
  const href = visit.url(`${pathIn(kind, visit)}/${credential.id}/renewal`)
  const { renew } = visit.text(kind.renewal.texts)
  return html`<a class="${look}" href="${href}">${renew}${hiddenName(kind.nameOf(visit, credential))}</a>`
}

function hiddenName(name: string): Html {
  return html`<span class="kw-hidden"> <bdi>${name}</bdi></span>`
}

/** The dialogs of a credential's row. */
function questionsOf<C extends ListedCredential>(
  kind: KindOfCredential<C>,
  visit: SessionVisit,
  credential: C,
): readonly Html[] {
  const { pausing } = kind
  const removal = confirmationDialog(visit, removalOf(kind, visit, credential))
  if (!pausing) return [removal]
  const question = pauseQuestion({ kind, pausing }, visit, { credential, pause: pauseOf(credential) })
  return [removal, confirmationDialog(visit, question)]
}
