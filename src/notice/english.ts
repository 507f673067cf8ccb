import type { NoticeTexts } from './message-texts.js'

const hello = 'Hello {name},'
const from = 'It was done from {from}.'
const unexpected =
  '{others}If you did not expect this, ask the people who run {site} before you do anything else.'
const changePassword =
  '{own}If that was not you, somebody else can get into your account: change your password at {site} at once, which ends all other sessions.'
const endKey =
  '{own}If that was not you, somebody else can get into your account: remove this key at {site}, then change your password, which ends all other sessions.'
const factors =
  '{own}If that was not you, somebody else can get into your account: change your password at {site} at once, which ends all other sessions, and look at what stands under 2-step verification.'
const until = 'It is valid until {until}.'
const expiring =
  'It stops working then. Make another in time if you still need it. If you do not know this key, remove it at {site}.'

/** The messages in English. */
export const english: NoticeTexts = {
  by: {
    user: { named: '', nameless: '' },
    administrator: { named: ' by an administrator, {who}', nameless: ' by an administrator' },
    app: { named: ' by {site} itself', nameless: ' by {site} itself' },
    operator: { named: ' by an operator, {who}', nameless: ' by an operator' },
  },
  changes: {
    authenticator_added: 'an authenticator app was set up',
    authenticator_removed: 'the authenticator app was removed',
    security_key_added: 'a security key was added',
    security_key_removed: 'a security key was removed',
    recovery_codes_renewed: 'new recovery codes were made, and the former ones ended',
  },
  messages: {
    'password_reset.requested': {
      subject: 'A new password for {site}',
      paragraphs: [
        hello,
        'somebody asked for a new password for your account {username} at {site}. This link lets you choose one. It works once, until {until}:',
        '{url}',
        'It was asked for from the address {ip}.',
        'If that was not you, there is nothing to do: your password stays as it is, as long as nobody else has the link.',
      ],
    },
    'invitation.created': {
      subject: 'Your account at {site}',
      paragraphs: [
        hello,
        'the account {username} at {site} was made for you. This link lets you choose its password. It works once, until {until}:',
        '{url}',
        'If you do not expect an account there, there is nothing to do.',
      ],
    },
    'sign_in.new_device': {
      subject: 'A sign-in to {site} from a new device',
      paragraphs: [
        hello,
        'somebody signed in to your account {username} at {site} on {at}, from a browser that you have not used there before.',
        from,
        changePassword,
      ],
    },
    'password.changed': {
      subject: 'Your password for {site} was changed',
      paragraphs: [
        hello,
        'the password of your account {username} at {site} was changed on {at}{by}.',
        '{temporary}It is one that was made up for you, and you will be asked to choose another when you sign in.',
        from,
        '{own}If that was not you, somebody else has your account: ask for a new password at {site} at once, or ask the people who run it.',
        unexpected,
      ],
    },
    'two_step.turned_on': {
      subject: '2-step verification for {site} was turned on',
      paragraphs: [
        hello,
        'on {at}, 2-step verification of your account {username} at {site} was turned on{by}: {change}.',
        'Its name is {credential}.',
        from,
        '{own}If that was not you, somebody else has your account and may keep you out: ask the people who run {site} at once.',
        unexpected,
      ],
    },
    'two_step.turned_off': {
      subject: '2-step verification for {site} was turned off',
      paragraphs: [
        hello,
        'on {at}, 2-step verification of your account {username} at {site} was turned off{by}: from now on your password alone is asked for.',
        from,
        '{own}If that was not you, somebody else can get into your account: change your password at {site} at once, which ends all other sessions, and turn 2-step verification on again.',
        unexpected,
      ],
    },
    'two_step.changed': {
      subject: '2-step verification for {site} was changed',
      paragraphs: [
        hello,
        '2-step verification of your account {username} at {site} was changed on {at}{by}: {change}.',
        'Its name is {credential}.',
        from,
        factors,
        unexpected,
      ],
    },
    'recovery_code.used': {
      subject: 'A recovery code for {site} was used',
      paragraphs: [
        hello,
        'a recovery code of your account {username} at {site} was used on {at}. Codes left: {remaining}.',
        from,
        '{own}If that was not you, somebody else has your codes: change your password at {site} at once, which ends all other sessions, and make new recovery codes.',
      ],
    },
    'recovery_codes.low': {
      subject: 'Few recovery codes are left for {site}',
      paragraphs: [
        hello,
        'after the one that was used on {at}, so many recovery codes of your account {username} at {site} are left: {remaining}. Make new ones under 2-step verification, before you need them.',
        from,
        '{own}If you have not used any, somebody else has your codes: change your password at {site} at once, which ends all other sessions.',
      ],
    },
    'api_key.created': {
      subject: 'A new API key at {site}',
      paragraphs: [
        hello,
        'an API key of your account {username} at {site} was made on {at}{by}: {credential} ({hint}).',
        until,
        from,
        endKey,
        unexpected,
      ],
    },
    'api_key.expiring': {
      subject: 'An API key at {site} ends soon',
      paragraphs: [
        hello,
        'the API key {credential} ({hint}) of your account {username} at {site} ends on {until}.',
        expiring,
      ],
    },
    'ssh_key.created': {
      subject: 'A new SSH key at {site}',
      paragraphs: [
        hello,
        'an SSH key of your account {username} at {site} was added on {at}{by}: {credential} ({hint}).',
        until,
        from,
        endKey,
        unexpected,
      ],
    },
    'ssh_key.expiring': {
      subject: 'An SSH key at {site} ends soon',
      paragraphs: [
        hello,
        'the SSH key {credential} ({hint}) of your account {username} at {site} ends on {until}.',
        expiring,
      ],
    },
    'security_key.suspect': {
      subject: 'A security key at {site} may have been copied',
      paragraphs: [
        hello,
        'your security key {credential} was refused at {site} on {at}, for your account {username}: what it answered suggests that there is a copy of it. It is not accepted any more.',
        'It was used from {from}.',
        'If that was you, remove the key and register another one. If it was not you, change your password at {site} at once as well, which ends all other sessions.',
      ],
    },
    'sessions.ended_by_administrator': {
      subject: 'You were signed out of {site}',
      paragraphs: [
        hello,
        '{all}all sessions of your account {username} at {site} were ended on {at}{by}. You can sign in again.',
        '{single}a session of your account {username} at {site} was ended on {at}{by}. You can sign in again.',
        'If you did not expect this, ask the people who run {site} for the reason, and look at your sessions and your last activity there.',
      ],
    },
  },
}
