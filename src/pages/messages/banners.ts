import type { Texts } from '../language.js'

type ByCode = Readonly<Record<string, string>>

/** Standing sentences, by the name that `?notice=` has for them. */
export const noticeTexts: Texts<ByCode> = {
  en: {
    'signed-out': 'You are signed out.',
    expired: 'That took too long. Please sign in again.',
    'sent-already': 'That form was sent already; it counts once. What it made is in the list.',
  },
  de: {
    'signed-out': 'Sie sind abgemeldet.',
    expired: 'Das hat zu lange gedauert. Bitte melden Sie sich noch einmal an.',
    'sent-already':
      'Dieses Formular wurde schon abgeschickt; es zählt einmal. Was entstanden ist, steht in der Liste.',
  },
}

/** What has been done, by event; `{name}` = whatever it was done to. */
export const doneTexts: Texts<ByCode> = {
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
    'mfa.disabled': '2-step verification is off.',
    'ssh_key.created': 'Added “{name}”.',
    'ssh_key.updated': 'Saved “{name}”.',
    'ssh_key.deleted': 'Deleted “{name}”.',
    'ssh_private_key.created': 'Added “{name}”.',
    'ssh_private_key.updated': 'Saved “{name}”.',
    'ssh_private_key.deleted': 'Deleted “{name}”.',
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
    'ssh_private_key.created': '„{name}“ ist hinzugefügt.',
    'ssh_private_key.updated': '„{name}“ ist gespeichert.',
    'ssh_private_key.deleted': '„{name}“ ist gelöscht.',
  },
}
