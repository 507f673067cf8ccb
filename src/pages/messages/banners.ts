import type { ByCode, Texts } from './language.js'

/** Sentences that are always true, by the name that `?notice=` has for them. */
export const noticeTexts = {
  en: {
    'signed-out': 'You are signed out.',
    'password-chosen': 'Sign in with the password that you have chosen.',
    expired: 'That took too long. Please sign in again.',
    'setup-over': 'That QR code is no longer valid. Start again to get a new one.',
    'sent-already': 'You have already sent this form, so nothing was done twice. The result is in the list.',
    gone: 'That is no longer there. It may have been deleted in another tab.',
    stale: 'That page was out of date, and nothing was changed. Please try again.',
  },
  de: {
    'signed-out': 'Sie sind abgemeldet.',
    'password-chosen': 'Melden Sie sich mit dem Passwort an, das Sie gewählt haben.',
    expired: 'Das hat zu lange gedauert. Bitte melden Sie sich noch einmal an.',
    'setup-over': 'Dieser QR-Code gilt nicht mehr. Fangen Sie noch einmal an, um einen neuen zu bekommen.',
    'sent-already':
      'Sie haben dieses Formular schon abgeschickt; es wurde nichts doppelt ausgeführt. Das Ergebnis steht in der Liste.',
    gone: 'Das gibt es nicht mehr. Vielleicht wurde es in einem anderen Fenster gelöscht.',
    stale: 'Die Seite war veraltet, und es wurde nichts geändert. Bitte noch einmal.',
  },
} satisfies Texts<ByCode>

/** What has just been done, by the type of the event; `{name}` stands for what it was done to. */
export const doneTexts = {
  en: {
    'api_key.updated': 'Saved “{name}”.',
    'api_key.deleted': 'Deleted “{name}”.',
    'token.deleted': 'Revoked the token.',
    'session.ended': 'That session is signed out.',
    'sessions.ended': 'All other sessions are signed out.',
    'password.changed': 'Your password was changed. Other sessions are signed out.',
    'totp.confirmed': 'Your authenticator app is set up.',
    'totp.removed': 'Removed the authenticator app.',
    'security_key.added': 'Added “{name}”.',
    'security_key.renamed': 'Renamed to “{name}”.',
    'security_key.removed': 'Removed “{name}”.',
    'mfa.disabled': '2-Step Verification is off.',
    'ssh_key.created': 'Added “{name}”.',
    'ssh_key.updated': 'Saved “{name}”.',
    'ssh_key.deleted': 'Deleted “{name}”.',
    'ssh_private_key.created': 'SSH Private Key created successfully',
    'ssh_private_key.updated': 'Saved “{name}”.',
    'ssh_private_key.deleted': 'Deleted “{name}”.',
    'ssh_host.created': 'Added “{name}”.',
    'ssh_host.updated': 'Saved “{name}”.',
    'ssh_host.deleted': 'Deleted “{name}”.',
    'ssh_grants.changed': 'Saved who may sign in to hosts.',
    'policy.changed': 'Saved the policy. It applies at once.',
    'user.updated': 'Saved “{name}”.',
  },
  de: {
    'api_key.updated': '„{name}“ ist gespeichert.',
    'api_key.deleted': '„{name}“ ist gelöscht.',
    'token.deleted': 'Das Token ist widerrufen.',
    'session.ended': 'Diese Sitzung ist abgemeldet.',
    'sessions.ended': 'Alle anderen Sitzungen sind abgemeldet.',
    'password.changed': 'Ihr Passwort ist geändert. Andere Sitzungen sind abgemeldet.',
    'totp.confirmed': 'Ihre Authenticator-App ist eingerichtet.',
    'totp.removed': 'Die Authenticator-App ist entfernt.',
    'security_key.added': '„{name}“ ist hinzugefügt.',
    'security_key.renamed': 'Umbenannt in „{name}“.',
    'security_key.removed': '„{name}“ ist entfernt.',
    'mfa.disabled': 'Die Bestätigung in zwei Schritten ist aus.',
    'ssh_key.created': '„{name}“ ist hinzugefügt.',
    'ssh_key.updated': '„{name}“ ist gespeichert.',
    'ssh_key.deleted': '„{name}“ ist gelöscht.',
    'ssh_private_key.created': 'Der private SSH-Schlüssel wurde angelegt',
    'ssh_private_key.updated': '„{name}“ ist gespeichert.',
    'ssh_private_key.deleted': '„{name}“ ist gelöscht.',
    'ssh_host.created': '„{name}“ ist hinzugefügt.',
    'ssh_host.updated': '„{name}“ ist gespeichert.',
    'ssh_host.deleted': '„{name}“ ist gelöscht.',
    'ssh_grants.changed': 'Gespeichert, wer sich auf Hosts anmelden darf.',
    'policy.changed': 'Die Richtlinie ist gespeichert. Sie gilt sofort.',
    'user.updated': '„{name}“ ist gespeichert.',
  },
} satisfies Texts<ByCode>

/** What an administrator has just done to another user, where that reads differently. */
export const doneToOthersTexts = {
  en: {
    'user.updated': 'Saved “{name}”.',
    'user.disabled': '“{name}” is disabled: sessions and tokens ended, keys no longer work.',
    'user.enabled': '“{name}” is enabled. API keys and SSH keys work again.',
    'user.deleted': 'Deleted “{name}”.',
    'mfa.reset': '2-step verification of “{name}” is reset.',
    'sessions.ended': '“{name}” is signed out everywhere.',
  },
  de: {
    'user.updated': '„{name}“ ist gespeichert.',
    'user.disabled': '„{name}“ ist gesperrt: Sitzungen und Tokens sind beendet, Schlüssel gelten nicht mehr.',
    'user.enabled': '„{name}“ ist wieder freigegeben. API-Schlüssel und SSH-Schlüssel gelten wieder.',
    'user.deleted': '„{name}“ ist gelöscht.',
    'mfa.reset': 'Die Bestätigung in zwei Schritten von „{name}“ ist zurückgesetzt.',
    'sessions.ended': '„{name}“ ist überall abgemeldet.',
  },
} satisfies Texts<ByCode>
