/** What is said of anything that can be used. */
export const lastUseTexts = {
  en: { used: 'Last used {time}', usedFrom: 'Last used {time} from {ip}', never: 'Never used' },
  de: { used: 'Zuletzt benutzt {time}', usedFrom: 'Zuletzt benutzt {time} von {ip}', never: 'Nie benutzt' },
}
