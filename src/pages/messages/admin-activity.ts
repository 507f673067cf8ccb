/** What the page of everybody's events says. */
export const adminActivityTexts = {
  en: {
    title: 'All activity',
    intro: 'What happened in all accounts, the newest first.',
    type: 'What',
    from: 'From',
    until: 'Until',
    empty: 'Nothing found',
    account: 'Account {name}',
    byNobody: 'by nobody signed in',
  },
  de: {
    title: 'Gesamte Aktivität',
    intro: 'Was in allen Konten geschehen ist, das Neueste zuerst.',
    type: 'Was',
    from: 'Von',
    until: 'Bis',
    empty: 'Nichts gefunden',
    account: 'Konto {name}',
    byNobody: 'ohne Anmeldung',
  },
}
