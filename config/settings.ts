import { variables } from '#start/env'
import { secretSettings, settingTexts } from '#start/setting_texts'
import type { Setting } from '#resources/setting'

/** What this process was started with, without secrets. */
export const shown: Setting[] = Object.entries(variables).map(([name, rule]) => {
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
