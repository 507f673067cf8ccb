/** What the pages say of the security keys and passkeys that somebody has. */
export const ownKeyTexts = {
  en: {
    name: 'Name',
    added: 'Added {date}',
    lastUsed: 'Last used {date}',
    neverUsed: 'Never used',
    synced: 'Synced',
    isPasskey: 'Passkey',
    suspect: 'Blocked: there may be a copy of it',
    altered: 'Blocked: it was changed from outside',
    securityKey: {
      removeTitle: 'Remove “{name}”?',
      removeText: 'You can’t sign in with this key any more, and you are signed out everywhere else.',
      remove: 'Remove security key',
      renameTitle: 'Rename security key',
    },
    passkey: {
      removeTitle: 'Remove “{name}”?',
      removeText:
        'You can’t sign in with this passkey any more, and you are signed out everywhere else. Delete it where it is kept, too.',
      remove: 'Remove passkey',
      renameTitle: 'Rename passkey',
    },
  },
  de: {
    name: 'Name',
    added: 'Hinzugefügt {date}',
    lastUsed: 'Zuletzt benutzt {date}',
    neverUsed: 'Nie benutzt',
    synced: 'Synchronisiert',
    isPasskey: 'Passkey',
    suspect: 'Gesperrt: es gibt vielleicht eine Kopie davon',
    altered: 'Gesperrt: von außen verändert',
    securityKey: {
      removeTitle: '„{name}“ entfernen?',
      removeText:
        'Mit diesem Schlüssel können Sie sich nicht mehr anmelden, und Sie werden überall sonst abgemeldet.',
      remove: 'Sicherheitsschlüssel entfernen',
      renameTitle: 'Sicherheitsschlüssel umbenennen',
    },
    passkey: {
      removeTitle: '„{name}“ entfernen?',
      removeText:
        'Mit diesem Passkey können Sie sich nicht mehr anmelden, und Sie werden überall sonst abgemeldet. Löschen Sie ihn auch dort, wo er aufbewahrt wird.',
      remove: 'Passkey entfernen',
      renameTitle: 'Passkey umbenennen',
    },
  },
}
