import type { Services } from '../../http/services.js'
import type { CountedPage, ListRequest } from '../../store/page.js'
import type { Confirmation } from '../elements/confirmation.js'
import { confirmationDialog, confirmationLink, confirmationPage } from '../elements/confirmation.js'
import { form, formButtons } from '../elements/field.js'
import type { Html } from '../elements/html.js'
import { html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import type { Problem } from '../elements/problem.js'
import { problemSummary } from '../elements/problem.js'
import type { Row } from '../elements/rows.js'
import { countedPager, emptyState, rowList } from '../elements/rows.js'
import { newMark } from '../elements/secret-card.js'
import { named, plainSentence } from '../elements/sentence.js'
import { controlTexts } from '../messages/controls.js'
import type { SessionVisit } from '../visit/visit.js'
import type { CredentialEditing, KindOfCredential, ListedCredential } from './kind-of-credential.js'

/** The pages of one kind of credential. */
interface CredentialPages<C> {
  /** The list, with what stands above it: the secret of the one that was just made, say. */
  list(visit: SessionVisit, found: FoundCredentials<C>, banner: Html | null): PageContent
  /** The form for one more, once more where there is a problem. */
  creation(visit: SessionVisit, problem: Problem | null): Promise<PageContent>
  /** The form that changes a credential, once more where there is a problem. */
  editing(visit: SessionVisit, credential: C, edited: EditedCredential<C>): PageContent
  /** The question whether a credential is to be removed. */
  removal(visit: SessionVisit, credential: C): PageContent
}

/** A page of the list, and what was asked for it. */
interface FoundCredentials<C> extends CountedPage<C> {
  readonly request: ListRequest
}

/** What is changed, and what was wrong with it when it was sent. */
interface EditedCredential<C> {
  readonly editing: CredentialEditing<C>
  readonly problem: Problem | null
}

const removalSegments = { delete: 'deletion', revoke: 'revocation' } as const

/** Makes the pages of a kind. */
export function credentialPages<C extends ListedCredential>(
  kind: KindOfCredential<C>,
  services: Services,
): CredentialPages<C> {
  const { path } = kind
  return Object.freeze({
    list(visit, found, banner) {
      const texts = visit.text(kind.texts)
      const empty = emptyState(texts.empty, kind.emptyHint(visit))
      const rows = found.rows.map((credential) => rowOf(visit, credential))
      return {
        title: texts.title,
        section: path,
        main: html`${banner}
          <div class="kw-heading">
            <h1>${texts.title}</h1>
            <a class="kw-button kw-primary" href="${visit.url(`${path}/new`)}">${texts.add}</a>
          </div>
          <p class="kw-intro">${texts.intro}</p>
          ${rowList(rows, empty)} ${countedPager(visit, path, found)}
          ${found.rows.map((credential) => confirmationDialog(visit, removalOf(visit, credential)))}`,
      }
    },

    async creation(visit, problem) {
      const { newTitle, add } = visit.text(kind.texts)
      const { creation } = kind
      return {
        title: newTitle,
        section: path,
        main: html`<h1>${newTitle}</h1>
          ${problemSummary(visit, problem, creation.labels(visit))}
          ${form(visit, { action: visit.url(path) }, [
            await creation.fields(services, visit, problem),
            formButtons(add, visit.url(path), visit.text(controlTexts).cancel),
          ])}`,
      }
    },

    editing(visit, credential, { editing, problem }) {
      const { save, cancel } = visit.text(controlTexts)
      const [title, name] = [visit.text(editing.title), kind.nameOf(visit, credential)]
      return {
        title: plainSentence(title, { name }),
        section: path,
        main: html`<h1>${named(title, name)}</h1>
          ${problemSummary(visit, problem, editing.labels(visit))}
          ${form(visit, { action: visit.url(`${path}/${credential.id}`) }, [
            editing.fields(visit, credential, problem),
            formButtons(save, visit.url(path), cancel),
          ])}`,
      }
    },

    removal: (visit, credential) => confirmationPage(visit, removalOf(visit, credential)),
  } satisfies CredentialPages<C>)

  function rowOf(visit: SessionVisit, credential: C): Row {
    return {
      ...kind.rowOf(services, visit, credential),
      name: html`<bdi>${kind.nameOf(visit, credential)}</bdi>${newMark(visit, credential.id)}`,
      actions: actionsOf(visit, credential),
    }
  }

  function actionsOf(visit: SessionVisit, credential: C): Html {
    const { remove } = visit.text(kind.texts)
    const removalLink = confirmationLink(visit, removalOf(visit, credential), remove)
    if (!kind.editing) return removalLink
    const name = kind.nameOf(visit, credential)
    return html`<a class="kw-button kw-small" href="${visit.url(`${path}/${credential.id}`)}"
        >${visit.text(controlTexts).edit}<span class="kw-hidden"> <bdi>${name}</bdi></span></a
      >
      ${removalLink}`
  }

  function removalOf(visit: SessionVisit, credential: C): Confirmation {
    const { removeTitle, removeText, removeButton } = visit.text(kind.texts)
    const { verb } = kind.removal
    return {
      id: `${verb}-${credential.id}`,
      path: removalPath(kind, credential.id),
      question: removeTitle,
      name: kind.nameOf(visit, credential),
      consequence: removeText,
      button: removeButton,
      section: path,
    }
  }
}

/** Where somebody is asked whether a credential is to be removed; `:id` in the place of its id makes the route's path. */
export function removalPath(
  { path, removal }: Pick<KindOfCredential<ListedCredential>, 'path' | 'removal'>,
  id: string,
): string {
  return `${path}/${id}/${removalSegments[removal.verb]}`
}
