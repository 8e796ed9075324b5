import config from '@adonisjs/core/services/config'
import vine from '@vinejs/vine'
import { MAX_VERSION_CHARACTERS } from '#domain/terms'

const presentVersion = () => config.get<string | undefined>('accounts.termsVersion')

const present = vine.createRule((value, _, field) => {
  const version = presentVersion()
  if (typeof value !== 'string' || version === undefined || value === version) return
  field.report(`{{ field }} must be the present version of the terms: ${version}.`, 'terms', field)
})

const termsVersion = () => vine.string().maxLength(MAX_VERSION_CHARACTERS).use(present())

/** Required on a site with terms. */
export const acceptedTerms = () =>
  termsVersion()
    .optional()
    .requiredWhen(() => presentVersion() !== undefined)

export const acceptTermsValidator = vine.create({ version: termsVersion() })
