/** What the pages say on which somebody sets up a factor. */
export const enrolmentTexts = {
  en: {
    demandedTitle: 'Set up 2-Step Verification',
    demanded: 'Your organization requires a second step. Set one up to finish signing in.',
    demandedKey: 'Your organization requires a security key. Add one to finish signing in.',
    useApp: 'Use Authenticator',
    doneTitle: 'MFA setup successful',
    doneText:
      'Keep these recovery codes in a safe place. Each lets you in once if you lose your phone or key.',
    newCodesTitle: 'Your new recovery codes',
    newCodesText: 'Your old codes no longer work. Keep these in a safe place. Each lets you in once.',
    codesOnce: 'You won’t be able to see these codes again once you leave or refresh this page.',
    codes: 'Recovery codes',
    download: 'Download',
    print: 'Print',
    sheet: 'Recovery codes for {user} at {product}',
    eachOnce: 'Each works once.',
    saved: 'I have saved my recovery codes',
  },
  de: {
    demandedTitle: 'Bestätigung in zwei Schritten einrichten',
    demanded:
      'Ihre Organisation verlangt einen zweiten Schritt. Richten Sie einen ein, um die Anmeldung abzuschließen.',
    demandedKey:
      'Ihre Organisation verlangt einen Sicherheitsschlüssel. Fügen Sie einen hinzu, um die Anmeldung abzuschließen.',
    useApp: 'Authenticator benutzen',
    doneTitle: 'Einrichtung abgeschlossen',
    doneText:
      'Bewahren Sie diese Wiederherstellungscodes sicher auf. Jeder lässt Sie einmal hinein, wenn Telefon oder Schlüssel verloren sind.',
    newCodesTitle: 'Ihre neuen Wiederherstellungscodes',
    newCodesText:
      'Die alten Codes gelten nicht mehr. Bewahren Sie diese sicher auf. Jeder lässt Sie einmal hinein.',
    codesOnce: 'Sobald Sie diese Seite verlassen oder neu laden, sind die Codes nicht mehr zu sehen.',
    codes: 'Wiederherstellungscodes',
    download: 'Herunterladen',
    print: 'Drucken',
    sheet: 'Wiederherstellungscodes für {user} bei {product}',
    eachOnce: 'Jeder gilt einmal.',
    saved: 'Ich habe meine Wiederherstellungscodes gespeichert',
  },
}
