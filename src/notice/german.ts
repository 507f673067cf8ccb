import type { NoticeTexts } from './message-texts.js'

const hello = 'Guten Tag {name},'
const from = 'Das geschah von hier: {from}.'
const unexpected =
  '{others}Wenn Sie das nicht erwartet haben, fragen Sie zuerst bei den Betreibern von {site} nach.'
const changePassword =
  '{own}Wenn Sie das nicht waren, kommt jemand anderes in Ihr Konto: Ändern Sie sofort Ihr Passwort bei {site}; das beendet alle anderen Sitzungen.'
const endKey =
  '{own}Wenn Sie das nicht waren, kommt jemand anderes in Ihr Konto: Entfernen Sie diesen Schlüssel bei {site} und ändern Sie dann Ihr Passwort; das beendet alle anderen Sitzungen.'
const factors =
  '{own}Wenn Sie das nicht waren, kommt jemand anderes in Ihr Konto: Ändern Sie sofort Ihr Passwort bei {site}; das beendet alle anderen Sitzungen. Sehen Sie auch nach, was dort bei der Bestätigung in zwei Schritten steht.'
const until = 'Er gilt bis {until}.'
const expiring =
  'Danach wird er nicht mehr angenommen. Erstellen Sie rechtzeitig einen neuen, wenn Sie ihn noch brauchen. Wenn Sie diesen Schlüssel nicht kennen, entfernen Sie ihn bei {site}.'

/** The messages in German. */
export const german: NoticeTexts = {
  by: {
    user: { named: '', nameless: '' },
    administrator: {
      named: ' (von jemandem aus der Verwaltung: {who})',
      nameless: ' (von jemandem aus der Verwaltung)',
    },
    app: { named: ' (von {site} selbst)', nameless: ' (von {site} selbst)' },
    operator: { named: ' (aus dem Betrieb: {who})', nameless: ' (aus dem Betrieb)' },
  },
  changes: {
    authenticator_added: 'Eine Authenticator-App wurde eingerichtet',
    authenticator_removed: 'Die Authenticator-App wurde entfernt',
    security_key_added: 'Ein Sicherheitsschlüssel wurde hinzugefügt',
    security_key_removed: 'Ein Sicherheitsschlüssel wurde entfernt',
    recovery_codes_renewed: 'Neue Wiederherstellungscodes wurden erstellt, die früheren gelten nicht mehr',
  },
  messages: {
    'password_reset.requested': {
      subject: 'Ein neues Passwort für {site}',
      paragraphs: [
        hello,
        'jemand hat ein neues Passwort für Ihr Konto {username} bei {site} verlangt. Mit diesem Link wählen Sie eines. Er gilt einmal, bis {until}:',
        '{url}',
        'Verlangt wurde er von der Adresse {ip}.',
        'Wenn Sie das nicht waren, ist nichts zu tun: Ihr Passwort bleibt, wie es ist, solange niemand sonst den Link hat.',
      ],
    },
    'invitation.created': {
      subject: 'Ihr Konto bei {site}',
      paragraphs: [
        hello,
        'das Konto {username} bei {site} wurde für Sie angelegt. Mit diesem Link wählen Sie das Passwort. Er gilt einmal, bis {until}:',
        '{url}',
        'Wenn Sie dort kein Konto erwarten, ist nichts zu tun.',
      ],
    },
    'sign_in.new_device': {
      subject: 'Anmeldung bei {site} mit einem neuen Gerät',
      paragraphs: [
        hello,
        'bei Ihrem Konto {username} bei {site} hat sich am {at} jemand mit einem Browser angemeldet, den Sie dort noch nicht benutzt haben.',
        from,
        changePassword,
      ],
    },
    'password.changed': {
      subject: 'Ihr Passwort für {site} wurde geändert',
      paragraphs: [
        hello,
        'das Passwort Ihres Kontos {username} bei {site} wurde am {at} geändert{by}.',
        '{temporary}Es wurde für Sie festgelegt; bei der Anmeldung wählen Sie ein anderes.',
        from,
        '{own}Wenn Sie das nicht waren, hat jemand anderes Ihr Konto: Verlangen Sie bei {site} sofort ein neues Passwort, oder fragen Sie die Betreiber.',
        unexpected,
      ],
    },
    'two_step.turned_on': {
      subject: 'Bestätigung in zwei Schritten für {site} eingeschaltet',
      paragraphs: [
        hello,
        'die Bestätigung in zwei Schritten Ihres Kontos {username} bei {site} wurde am {at} eingeschaltet{by}. {change}.',
        'Der Name: {credential}.',
        from,
        '{own}Wenn Sie das nicht waren, hat jemand anderes Ihr Konto und kann Sie aussperren: Fragen Sie sofort die Betreiber von {site}.',
        unexpected,
      ],
    },
    'two_step.turned_off': {
      subject: 'Bestätigung in zwei Schritten für {site} ausgeschaltet',
      paragraphs: [
        hello,
        'die Bestätigung in zwei Schritten Ihres Kontos {username} bei {site} wurde am {at} ausgeschaltet{by}: Ab jetzt wird nur noch Ihr Passwort verlangt.',
        from,
        '{own}Wenn Sie das nicht waren, kommt jemand anderes in Ihr Konto: Ändern Sie sofort Ihr Passwort bei {site}; das beendet alle anderen Sitzungen. Schalten Sie dann die Bestätigung in zwei Schritten wieder ein.',
        unexpected,
      ],
    },
    'two_step.changed': {
      subject: 'Bestätigung in zwei Schritten für {site} geändert',
      paragraphs: [
        hello,
        'die Bestätigung in zwei Schritten Ihres Kontos {username} bei {site} wurde am {at} geändert{by}. {change}.',
        'Der Name: {credential}.',
        from,
        factors,
        unexpected,
      ],
    },
    'recovery_code.used': {
      subject: 'Ein Wiederherstellungscode für {site} wurde benutzt',
      paragraphs: [
        hello,
        'ein Wiederherstellungscode Ihres Kontos {username} bei {site} wurde am {at} benutzt. Übrige Codes: {remaining}.',
        from,
        '{own}Wenn Sie das nicht waren, hat jemand anderes Ihre Codes: Ändern Sie sofort Ihr Passwort bei {site}; das beendet alle anderen Sitzungen. Erstellen Sie dann neue Wiederherstellungscodes.',
      ],
    },
    'recovery_codes.low': {
      subject: 'Nur noch wenige Wiederherstellungscodes für {site}',
      paragraphs: [
        hello,
        'nach dem, der am {at} benutzt wurde, sind so viele Wiederherstellungscodes Ihres Kontos {username} bei {site} übrig: {remaining}. Erstellen Sie neue bei der Bestätigung in zwei Schritten, bevor Sie sie brauchen.',
        from,
        '{own}Wenn Sie keinen benutzt haben, hat jemand anderes Ihre Codes: Ändern Sie sofort Ihr Passwort bei {site}; das beendet alle anderen Sitzungen.',
      ],
    },
    'api_key.created': {
      subject: 'Ein neuer API-Schlüssel bei {site}',
      paragraphs: [
        hello,
        'ein API-Schlüssel Ihres Kontos {username} bei {site} wurde am {at} erstellt{by}: {credential} ({hint}).',
        until,
        from,
        endKey,
        unexpected,
      ],
    },
    'api_key.expiring': {
      subject: 'Ein API-Schlüssel bei {site} läuft bald ab',
      paragraphs: [
        hello,
        'der API-Schlüssel {credential} ({hint}) Ihres Kontos {username} bei {site} läuft am {until} ab.',
        expiring,
      ],
    },
    'ssh_key.created': {
      subject: 'Ein neuer SSH-Schlüssel bei {site}',
      paragraphs: [
        hello,
        'ein SSH-Schlüssel Ihres Kontos {username} bei {site} wurde am {at} hinzugefügt{by}: {credential} ({hint}).',
        until,
        from,
        endKey,
        unexpected,
      ],
    },
    'ssh_key.expiring': {
      subject: 'Ein SSH-Schlüssel bei {site} läuft bald ab',
      paragraphs: [
        hello,
        'der SSH-Schlüssel {credential} ({hint}) Ihres Kontos {username} bei {site} läuft am {until} ab.',
        expiring,
      ],
    },
    'security_key.suspect': {
      subject: 'Ein Sicherheitsschlüssel bei {site} ist vielleicht kopiert worden',
      paragraphs: [
        hello,
        'Ihr Sicherheitsschlüssel {credential} wurde bei {site} am {at} für Ihr Konto {username} abgelehnt: Seine Antwort lässt vermuten, dass es eine Kopie von ihm gibt. Er wird nicht mehr angenommen.',
        'Benutzt wurde er von hier: {from}.',
        'Wenn Sie das waren, entfernen Sie den Schlüssel und richten einen anderen ein. Wenn Sie das nicht waren, ändern Sie außerdem sofort Ihr Passwort bei {site}; das beendet alle anderen Sitzungen.',
      ],
    },
    'sessions.ended_by_administrator': {
      subject: 'Sie wurden bei {site} abgemeldet',
      paragraphs: [
        hello,
        '{all}alle Sitzungen Ihres Kontos {username} bei {site} wurden am {at} beendet{by}. Sie können sich wieder anmelden.',
        '{single}eine Sitzung Ihres Kontos {username} bei {site} wurde am {at} beendet{by}. Sie können sich wieder anmelden.',
        'Wenn Sie das nicht erwartet haben, fragen Sie die Betreiber von {site} nach dem Grund, und sehen Sie dort Ihre Sitzungen und Ihre letzten Aktivitäten an.',
      ],
    },
  },
}
