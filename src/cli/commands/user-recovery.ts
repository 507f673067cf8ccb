import type { Command } from '../command.js'
import { wordIn } from '../given.js'
import { secretOutcome } from '../secret-outcome.js'
import { userNamed } from '../user-named.js'

const invite: Command = {
  name: 'user invite',
  summary:
    'Makes a link, shown once and good for 7 days, that sets the first password of a user who has none.',
  words: ['<user>'],
  examples: ['user invite ada --reason "joined today"'],
  reason: 'needed',
  async run(invocation) {
    const { calls } = await invocation.open()
    const { id, username } = await userNamed(calls, wordIn(invocation, 0))
    const { url, expiresAt } = await calls.users.invite(id)
    const sentence = `Whoever opens this link until ${expiresAt} sets the password of ${username}:`
    return secretOutcome(sentence, url, (shown) => ({ url: shown, expiresAt }))
  },
}

const resetPassword: Command = {
  name: 'user reset-password',
  summary: 'Makes up a password for a user, shown once: good for a day, and for choosing another.',
  words: ['<user>'],
  options: { link: { type: 'boolean' } },
  about: { link: 'makes a link in place of it, good for an hour, that sets another password' },
  examples: [
    'user reset-password ada --reason "forgot it, and called"',
    'user reset-password ada --link --reason "forgot it, and called"',
  ],
  reason: 'needed',
  async run(invocation) {
    const { calls } = await invocation.open()
    const { id, username } = await userNamed(calls, wordIn(invocation, 0))
    if (invocation.options.link === true) {
      const { url, expiresAt } = await calls.users.passwordResetLink(id)
      const sentence = `Whoever opens this link until ${expiresAt} sets the password of ${username}:`
      return secretOutcome(sentence, url, (shown) => ({ url: shown, expiresAt }))
    }
    const { temporaryPassword, expiresAt } = await calls.users.resetPassword(id)
    const sentence = `With this password ${username} can choose another, until ${expiresAt}:`
    return secretOutcome(sentence, temporaryPassword, (shown) => ({ temporaryPassword: shown, expiresAt }))
  },
}

const resetMfa: Command = {
  name: 'user reset-mfa',
  summary: 'Removes all second factors of a user, and ends their sessions.',
  words: ['<user>'],
  examples: ['user reset-mfa ada --reason "lost her phone; seen in person"'],
  reason: 'needed',
  async run(invocation) {
    const { calls } = await invocation.open()
    const { id, username } = await userNamed(calls, wordIn(invocation, 0))
    await calls.users.resetMfa(id, { reason: invocation.reason ?? '' })
    const text = `Removed the second factors of ${username}, and ended their sessions.`
    return { text, json: await calls.users.get(id) }
  },
}

const endSessions: Command = {
  name: 'user sessions end',
  summary: 'Ends all sessions of a user, and sign-ins under way.',
  words: ['<user>'],
  examples: ['user sessions end ada --reason "her laptop was stolen"'],
  reason: 'needed',
  async run(invocation) {
    const { calls } = await invocation.open()
    const { id, username } = await userNamed(calls, wordIn(invocation, 0))
    await calls.users.endSessions(id)
    return { text: `Ended the sessions of ${username}.`, json: { id } }
  },
}

/** `keyward user invite`, `reset-password`, `reset-mfa`, `sessions end`. */
export const userRecoveryCommands: readonly Command[] = [invite, resetPassword, resetMfa, endSessions]
