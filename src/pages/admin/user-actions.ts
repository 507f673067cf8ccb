import type { AdminUser } from '../../admin/admin-user.js'
import type { UserAdministration } from '../../admin/users.js'
import type { Actor, EventType } from '../../events.js'
import type { Confirmation } from '../elements/confirmation.js'
import { adminUserTexts } from '../messages/admin/admin-users.js'
import type { Visit } from '../visit/visit.js'
import { usersPath } from './user-page.js'

/** Something that an administrator does to a user, once it is confirmed. */
export interface UserAction {
  /** The last segment of the address. */
  readonly name: 'disable' | 'enable' | 'end-sessions' | 'deletion'
  /** Said in the banner once it is done. */
  readonly event: EventType
  /** Whether administrators may do it to themselves. */
  readonly oneself: 'allowed' | 'refused'
  confirmation(visit: Visit, user: Pick<AdminUser, 'id' | 'username'>): Confirmation
  /** Does it. */
  act(users: UserAdministration, actor: Actor, id: string): Promise<unknown>
}

type Text = keyof (typeof adminUserTexts)['en']

/** All actions that need no more than to be confirmed. */
export const userActions: readonly UserAction[] = [
  {
    name: 'disable',
    event: 'user.disabled',
    oneself: 'refused',
    confirmation: asking('disable', { title: 'disableTitle', text: 'disableHint', button: 'disable' }),
    act: (users, actor, id) => users.update(actor, id, { disabled: true }),
  },
  {
    name: 'enable',
    event: 'user.enabled',
    oneself: 'allowed',
    confirmation: askingToEnable,
    act: (users, actor, id) => users.update(actor, id, { disabled: false }),
  },
  {
    name: 'end-sessions',
    event: 'sessions.ended',
    oneself: 'refused',
    confirmation: asking('end-sessions', { title: 'endTitle', text: 'endHint', button: 'endSessions' }),
    act: (users, actor, id) => users.endSessions(actor, id),
  },
  {
    name: 'deletion',
    event: 'user.deleted',
    oneself: 'refused',
    confirmation: asking('deletion', { title: 'deleteTitle', text: 'deleteHint', button: 'delete' }),
    act: (users, actor, id) => users.remove(actor, id),
  },
]

function askingToEnable(visit: Visit, user: Pick<AdminUser, 'id' | 'username'>): Confirmation {
  const ask = asking('enable', { title: 'enableTitle', text: 'enableHint', button: 'enable' })
  return { ...ask(visit, user), harmless: true }
}

function asking(
  name: UserAction['name'],
  says: { readonly title: Text; readonly text: Text; readonly button: Text },
): UserAction['confirmation'] {
  return (visit, { id, username }) => {
    const texts = visit.text(adminUserTexts)
    return {
      id: name,
      path: `${usersPath}/${id}/${name}`,
      question: texts[says.title],
      name: username,
      consequence: texts[says.text],
      button: texts[says.button],
      section: usersPath,
    }
  }
}
