import { variables } from '#start/env'
import { givenIssuerSettings, issuerSettings } from '#start/oidc_rules'
import { secretSettings, settingTexts } from '#start/setting_texts'
import type { Setting } from '#resources/setting'

const named: Setting[] = Object.entries(variables).map(([name, rule]) => {
  const given = process.env[name]?.trim() ?? ''
  const isSecret = secretSettings.has(name)
  return {
    name,
    value: given === '' || isSecret ? null : given,
    default: 'fallback' in rule && rule.fallback !== '' ? rule.fallback : null,
    is_set: given !== '',
    is_secret: isSecret,
    description: settingTexts[name as keyof typeof variables],
  }
})

const ofIssuers: Setting[] = givenIssuerSettings(process.env).map(({ name, value, part }) => {
  const isSecret = part === 'CLIENT_SECRET'
  return {
    name,
    value: isSecret ? null : value,
    default: null,
    is_set: true,
    is_secret: isSecret,
    description: issuerSettings[part],
  }
})

/** What this process was started with, without secrets. */
export const shown: Setting[] = [...named, ...ofIssuers]
