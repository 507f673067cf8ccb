/** What the pages say beside a secret that they show once, and afterwards. */
export const shownOnceTexts = {
  en: {
    done: 'Done',
    envLine: 'Download .env line',
    isNew: 'New',
    tryIt: 'Try it',
    api_key:
      '“{name}” is in the list. Its key was shown once and can’t be shown again. If you didn’t copy it, delete it and add another.',
    token:
      '“{name}” is in the list. The token was shown once and can’t be shown again. If you didn’t copy it, generate another.',
    ssh_host:
      '“{name}” is in the list. Its credential was shown once and can’t be shown again. If you didn’t copy it, make a new one.',
    temporary_password:
      'The temporary password of “{name}” was shown once and can’t be shown again. If you didn’t hand it over, reset the password.',
    invitation:
      'The invitation link for “{name}” was shown once and can’t be shown again. If you didn’t send it, make a new one.',
    recovery_codes:
      'Your recovery codes were shown once and can’t be shown again. If you didn’t save them, make new ones.',
  },
  de: {
    done: 'Fertig',
    envLine: '.env-Zeile herunterladen',
    isNew: 'Neu',
    tryIt: 'Ausprobieren',
    api_key:
      '„{name}“ steht in der Liste. Der Schlüssel wurde einmal gezeigt und ist nicht mehr zu sehen. Haben Sie ihn nicht kopiert, löschen Sie ihn und legen Sie einen neuen an.',
    token:
      '„{name}“ steht in der Liste. Das Token wurde einmal gezeigt und ist nicht mehr zu sehen. Haben Sie es nicht kopiert, erzeugen Sie ein neues.',
    ssh_host:
      '„{name}“ steht in der Liste. Die Zugangsdaten wurden einmal gezeigt und sind nicht mehr zu sehen. Haben Sie sie nicht kopiert, stellen Sie neue aus.',
    temporary_password:
      'Das vorläufige Passwort von „{name}“ wurde einmal gezeigt und ist nicht mehr zu sehen. Haben Sie es nicht weitergegeben, setzen Sie das Passwort zurück.',
    invitation:
      'Der Einladungslink für „{name}“ wurde einmal gezeigt und ist nicht mehr zu sehen. Haben Sie ihn nicht verschickt, erzeugen Sie einen neuen.',
    recovery_codes:
      'Ihre Wiederherstellungscodes wurden einmal gezeigt und sind nicht mehr zu sehen. Haben Sie sie nicht gespeichert, erzeugen Sie neue.',
  },
}
