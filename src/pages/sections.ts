import { apiKeySection } from './api-keys.js'
import { reauthenticationSection } from './reauthentication.js'
import type { Section } from './section.js'
import { signInSection } from './sign-in.js'

/** Every part of the account pages; those with a label stand in the navigation in this order. */
export const sections: readonly Section[] = [signInSection, reauthenticationSection, apiKeySection]
