/** What the pages of all kinds of credentials say alike. */
export const credentialTexts = {
  en: {
    created: 'Created',
    added: 'Added',
    lastUsed: 'Last used',
    lastOffered: 'Last offered',
    expires: 'Expires',
    expiresOn: 'Expires {date}',
    expiresIn: 'Expires {date}',
    never: 'Never',
    usedFrom: '{time} from {ip}',
    noExpiration: 'No expiration',
    expired: 'Expired',
    expiring: 'Expires soon',
    disabled: 'Disabled',
    active: 'Active',
    recentActivity: 'Recent activity',
    recentActivityHint: 'The last 10 events of this credential.',
    noActivity: 'Nothing has happened yet.',
    allActivity: 'All activity',
    back: 'Back to the list',
  },
  de: {
    created: 'Erstellt',
    added: 'Hinzugefügt',
    lastUsed: 'Zuletzt benutzt',
    lastOffered: 'Zuletzt angeboten',
    expires: 'Läuft ab',
    expiresOn: 'Läuft am {date} ab',
    expiresIn: 'Läuft {date} ab',
    never: 'Nie',
    usedFrom: '{time} von {ip}',
    noExpiration: 'Unbegrenzt',
    expired: 'Abgelaufen',
    expiring: 'Läuft bald ab',
    disabled: 'Deaktiviert',
    active: 'Aktiv',
    recentActivity: 'Letzte Aktivität',
    recentActivityHint: 'Die letzten 10 Ereignisse.',
    noActivity: 'Bisher ist nichts geschehen.',
    allActivity: 'Gesamte Aktivität',
    back: 'Zurück zur Liste',
  },
}

/** The orders that lists of credentials may have. */
export const credentialSortTexts = {
  en: {
    created: 'Newest first',
    last_used: 'Last used',
    expires: 'Expires soonest',
    name: 'Name',
  },
  de: {
    created: 'Neueste zuerst',
    last_used: 'Zuletzt benutzt',
    expires: 'Läuft zuerst ab',
    name: 'Name',
  },
}

/** What lists of credentials may be narrowed to. */
export const credentialStatusTexts = {
  en: {
    all: 'All',
    active: 'Active',
    expiring: 'Expiring within 14 days',
    expired: 'Expired',
    disabled: 'Disabled',
    unused: 'Unused',
  },
  de: {
    all: 'Alle',
    active: 'Aktiv',
    expiring: 'Läuft binnen 14 Tagen ab',
    expired: 'Abgelaufen',
    disabled: 'Deaktiviert',
    unused: 'Unbenutzt',
  },
}
