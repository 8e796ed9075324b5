import { defineConfig, formatters, I18nManager, type I18n } from '@adonisjs/i18n'
import type { I18nManagerConfig } from '@adonisjs/i18n/types'
import { configProvider } from '@adonisjs/core'
import app from '@adonisjs/core/services/app'
import emitter from '@adonisjs/core/services/emitter'
import { mailLanguages, type MailLanguage } from '#domain/mail'
import { de } from '#mail/texts/de'
import { en } from '#mail/texts/en'

let manager: Promise<I18nManager> | undefined

/** Its provider would load the texts into each process at the start. */
async function load(): Promise<I18nManager> {
  const config = await configProvider.resolve<I18nManagerConfig>(
    app,
    defineConfig({
      defaultLocale: 'en',
      supportedLocales: [...mailLanguages],
      formatter: formatters.icu(),
      loaders: [() => ({ load: async () => ({ en, de }) })],
    })
  )
  const made = new I18nManager(emitter, config!)
  await made.loadTranslations()
  return made
}

/** @param wanted languages of the reader, best first: BCP 47 tags, or the header `Accept-Language` */
export async function textsIn(wanted: (string | null | undefined)[]): Promise<I18n> {
  const translations = await (manager ??= load())
  return translations.locale(await languageFor(wanted))
}

export async function languageFor(wanted: (string | null | undefined)[]): Promise<MailLanguage> {
  const translations = await (manager ??= load())
  for (const language of wanted) {
    const found = language && translations.getSupportedLocaleFor(language)
    if (found) return found as MailLanguage
  }
  return 'en'
}
