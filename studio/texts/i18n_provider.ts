import polyglotI18nProvider from 'ra-i18n-polyglot'
import english from 'ra-language-english'
import { mergeTranslations } from 'react-admin'
import { bulkTexts } from '../kit/bulk/texts'
import { listTexts } from '../kit/list/texts'
import { mediaTexts } from '../kit/media/texts'
import { nouns } from '../nouns'
import { german } from './german'
import { shellTexts } from './shell_texts'
import type { Language } from './texts'

const languages = [
  { locale: 'en', name: 'English' },
  { locale: 'de', name: 'Deutsch' },
]

const ownTexts = (language: Language) => ({
  plaza: {
    ...shellTexts[language],
    list: listTexts[language],
    bulk: bulkTexts[language],
    media: mediaTexts[language],
  },
  resources: Object.fromEntries(nouns.map(({ name, texts }) => [name, texts[language]])),
})

const messages = {
  en: mergeTranslations(english, ownTexts('en')),
  de: mergeTranslations(german, ownTexts('de')),
}

const preferred = navigator.languages.some((one) => one.startsWith('de')) ? 'de' : 'en'

export const i18nProvider = polyglotI18nProvider(
  (locale) => messages[locale as Language] ?? messages.en,
  preferred,
  languages
)
